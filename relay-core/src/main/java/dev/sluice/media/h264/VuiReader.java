package dev.sluice.media.h264;

/**
 * Walks the video usability information (ITU-T H.264 E.1.1) up to the bitstream restriction. Some encoders write a VUI
 * that ends early; the picture is decodable all the same, so such a VUI counts as one that does not say.
 */
final class VuiReader {
    private static final int EXTENDED_SAR = 255;
    private static final int MAX_CPB_COUNT = 32;
    private static final int MAX_FRAMES = 16;

    private final BitReader bits;

    private VuiReader(BitReader bits) {
        this.bits = bits;
    }

    /** max_num_reorder_frames, or {@link Sps#UNSAID}. */
    static int maxReorderFrames(BitReader bits) {
        return new VuiReader(bits).read();
    }

    private int read() {
        if (bits.flag() && bits.bits(8) == EXTENDED_SAR) { // aspect_ratio_info_present_flag
            bits.skip(32);
        }
        if (bits.flag()) { // overscan_info_present_flag
            bits.skip(1);
        }
        if (bits.flag()) { // video_signal_type_present_flag
            bits.skip(4);
            bits.skip(bits.flag() ? 24 : 0); // colour_description_present_flag
        }
        if (bits.flag()) { // chroma_loc_info_present_flag
            bits.ue();
            bits.ue();
        }
        if (bits.flag()) { // timing_info_present_flag
            bits.skip(65);
        }
        hrdParameters();
        bits.skip(1); // pic_struct_present_flag
        return bits.flag() ? restriction() : Sps.UNSAID; // bitstream_restriction_flag
    }

    private void hrdParameters() {
        boolean nal = hrd();
        boolean vcl = hrd();
        if (nal || vcl) {
            bits.skip(1); // low_delay_hrd_flag
        }
    }

    /** E.1.2. */
    private boolean hrd() {
        boolean present = bits.flag();
        if (present) {
            long count = bits.ue() + 1;
            bits.skip(8); // bit_rate_scale, cpb_size_scale
            for (int i = 0; i < Math.min(count, MAX_CPB_COUNT) && bits.ok(); i++) {
                bits.ue();
                bits.ue();
                bits.skip(1);
            }
            bits.skip(20); // three lengths of delays, time_offset_length
        }
        return present;
    }

    private int restriction() {
        bits.skip(1); // motion_vectors_over_pic_boundaries_flag
        for (int i = 0; i < 4; i++) {
            bits.ue(); // max_bytes_per_pic_denom, max_bits_per_mb_denom, log2_max_mv_length_horizontal, _vertical
        }
        long reorder = bits.ue();
        return bits.ok() && reorder <= MAX_FRAMES ? (int) reorder : Sps.UNSAID;
    }
}
