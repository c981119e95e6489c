package dev.sluice.rtmp.flv;

import dev.sluice.media.Bytes;
import dev.sluice.media.HevcConfig;
import dev.sluice.media.h264.BitReader;
import dev.sluice.media.hevc.NalType;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Appends the record that {@link HevcDecoderConfigurationRecord} reads, with all its fields, for there are players that
 * believe them. They stand in the first SPS (ITU-T H.265 7.3.2.2.1), which is known to be whole.
 */
final class HevcRecordWriter {
    private static final int HEADER_BYTES = 2;
    /** general_profile_space to general_level_idc. */
    private static final int PROFILE_AND_LEVEL_BYTES = 12;
    private static final int CHROMA_444 = 3;
    private static final int LENGTH_SIZE_MINUS_1 = 3;
    private static final int COMPLETE = 0x80;

    private HevcRecordWriter() {}

    static void write(HevcConfig config, ByteBuf out) {
        var sps = config.sps().getFirst().buffer();
        var bits = BitReader.rbsp(sps, sps.readerIndex() + HEADER_BYTES, sps.readableBytes() - HEADER_BYTES);
        bits.skip(4); // sps_video_parameter_set_id
        int subLayersMinus1 = (int) bits.bits(3);
        int nested = bits.bit();
        out.writeByte(1);
        for (int i = 0; i < PROFILE_AND_LEVEL_BYTES; i++) {
            out.writeByte((int) bits.bits(8));
        }
        out.writeShort(0xf000).writeByte(0xfc); // min_spatial_segmentation_idc and parallelismType: unknown
        formats(bits, subLayersMinus1, out);
        out.writeShort(0); // avgFrameRate: unknown
        out.writeByte((subLayersMinus1 + 1) << 3 | nested << 2 | LENGTH_SIZE_MINUS_1);
        out.writeByte(3);
        sets(NalType.VPS, config.vps(), out);
        sets(NalType.SPS, config.sps(), out);
        sets(NalType.PPS, config.pps(), out);
    }

    private static void formats(BitReader bits, int subLayersMinus1, ByteBuf out) {
        skipSubLayers(bits, subLayersMinus1);
        bits.ue(); // sps_seq_parameter_set_id
        int chromaFormat = (int) bits.ue();
        bits.skip(chromaFormat == CHROMA_444 ? 1 : 0);
        bits.ue(); // width
        bits.ue(); // height
        int offsets = bits.flag() ? 4 : 0; // conformance_window_flag
        for (int i = 0; i < offsets; i++) {
            bits.ue();
        }
        out.writeByte(0xfc | chromaFormat);
        out.writeByte(0xf8 | (int) bits.ue()).writeByte(0xf8 | (int) bits.ue()); // bit depths of luma and chroma, minus 8
    }

    /** The part of profile_tier_level that follows general_level_idc, 7.3.3. */
    private static void skipSubLayers(BitReader bits, int subLayersMinus1) {
        int bitsOfLayers = 0;
        for (int i = 0; i < subLayersMinus1; i++) {
            bitsOfLayers += bits.flag() ? 88 : 0;
            bitsOfLayers += bits.flag() ? 8 : 0;
        }
        bits.skip(subLayersMinus1 > 0 ? 2 * (8 - subLayersMinus1) : 0);
        bits.skip(bitsOfLayers);
    }

    private static void sets(int type, List<Bytes> sets, ByteBuf out) {
        out.writeByte(COMPLETE | type).writeShort(sets.size());
        for (var set : sets) {
            set.writeTo(out.writeShort(set.length()));
        }
    }
}
