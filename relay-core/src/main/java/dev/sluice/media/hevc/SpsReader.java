package dev.sluice.media.hevc;

import dev.sluice.media.h264.BitReader;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;

/**
 * Reads one SPS of the base layer, field by field in the order of ITU-T H.265 7.3.2.2.1, up to the reorder depth.
 * Every loop is bounded by the range its count has in the standard.
 */
final class SpsReader {
    private static final int HEADER_BYTES = 2;
    private static final int MAX_SUB_LAYERS_MINUS1 = 6;
    private static final int CHROMA_444 = 3;
    /** A.4.1: neither side exceeds sqrt(8 * MaxLumaPs), MaxLumaPs 35,651,584 at level 6.2. */
    private static final int MAX_SIDE = 16_888;
    private static final int MAX_PICTURES = 15;

    private final ByteBuf nalUnit;
    private final BitReader bits;

    SpsReader(ByteBuf nalUnit) {
        this.nalUnit = nalUnit;
        int length = nalUnit.readableBytes();
        int type = length < HEADER_BYTES ? -1 : NalType.of(nalUnit.getByte(nalUnit.readerIndex()));
        if (type != NalType.SPS) {
            throw malformed("NAL unit", type < 0 ? length + " bytes" : "type " + type, "type " + NalType.SPS);
        }
        this.bits = BitReader.rbsp(nalUnit, nalUnit.readerIndex() + HEADER_BYTES, length - HEADER_BYTES);
    }

    Sps read() {
        bits.skip(4); // sps_video_parameter_set_id
        int subLayersMinus1 = atMost("sps_max_sub_layers_minus1", bits.bits(3), MAX_SUB_LAYERS_MINUS1);
        bits.skip(1); // sps_temporal_id_nesting_flag
        bits.skip(3); // general_profile_space, general_tier_flag
        int profile = (int) bits.bits(5);
        bits.skip(32 + 48); // compatibility flags; constraint flags and reserved bits
        int level = (int) bits.bits(8);
        subLayerLevels(subLayersMinus1);
        int id = bounded("sps_seq_parameter_set_id", ParameterSets.MAX_SPS_ID);
        int chromaFormat = bounded("chroma_format_idc", CHROMA_444);
        bits.skip(chromaFormat == CHROMA_444 ? 1 : 0); // separate_colour_plane_flag
        int fullWidth = bounded("pic_width_in_luma_samples", MAX_SIDE);
        int fullHeight = bounded("pic_height_in_luma_samples", MAX_SIDE);
        boolean cropping = bits.flag(); // conformance_window_flag
        int width = cropped("width", fullWidth, cropping, subWidth(chromaFormat));
        int height = cropped("height", fullHeight, cropping, subHeight(chromaFormat));
        bounded("bit_depth_luma_minus8", 8);
        bounded("bit_depth_chroma_minus8", 8);
        bounded("log2_max_pic_order_cnt_lsb_minus4", 12);
        return new Sps(id, profile, level, width, height, reorderPics(subLayersMinus1));
    }

    /** The part of profile_tier_level that follows general_level_idc, 7.3.3. */
    private void subLayerLevels(int subLayersMinus1) {
        int bitsOfLayers = 0;
        for (int i = 0; i < subLayersMinus1; i++) {
            bitsOfLayers += bits.flag() ? 88 : 0; // sub_layer_profile_present_flag
            bitsOfLayers += bits.flag() ? 8 : 0; // sub_layer_level_present_flag
        }
        // The flags are filled up to 8 pairs, where there are any.
        bits.skip(subLayersMinus1 > 0 ? 2 * (8 - subLayersMinus1) : 0);
        bits.skip(bitsOfLayers);
    }

    /** The last of the sub-layers is the highest, whether all are written or only that one. */
    private int reorderPics(int subLayersMinus1) {
        int reorder = 0;
        for (int i = bits.flag() ? 0 : subLayersMinus1; i <= subLayersMinus1; i++) {
            bounded("sps_max_dec_pic_buffering_minus1", MAX_PICTURES);
            reorder = bounded("sps_max_num_reorder_pics", MAX_PICTURES);
            bits.ue(); // sps_max_latency_increase_plus1
        }
        whole();
        return reorder;
    }

    /** Reads the two offsets of one direction; they stand in the order left, right, top, bottom. */
    private int cropped(String name, int full, boolean cropping, int unit) {
        long cropped = cropping ? (bits.ue() + bits.ue()) * unit : 0;
        whole();
        if (cropped >= full) {
            throw malformed(name + " cropped away", cropped, "less than " + full);
        }
        return full - (int) cropped;
    }

    /** SubWidthC, table 6-1: halved for 4:2:0 and 4:2:2. */
    private static int subWidth(int chromaFormat) {
        return chromaFormat == 1 || chromaFormat == 2 ? 2 : 1;
    }

    /** SubHeightC: halved for 4:2:0. */
    private static int subHeight(int chromaFormat) {
        return chromaFormat == 1 ? 2 : 1;
    }

    private int bounded(String name, int max) {
        return atMost(name, bits.ue(), max);
    }

    private int atMost(String name, long value, int max) {
        whole();
        if (value > max) {
            throw malformed(name, value, "0.." + max);
        }
        return (int) value;
    }

    private void whole() {
        if (!bits.ok()) {
            throw malformed("length", nalUnit.readableBytes() + " bytes that end too early",
                    "all fields up to the reorder depth");
        }
    }

    private static ProtocolException malformed(String field, Object found, String expected) {
        return ProtocolException.found(StableCode.PROTOCOL_ERROR, "HEVC SPS " + field, found, expected);
    }
}
