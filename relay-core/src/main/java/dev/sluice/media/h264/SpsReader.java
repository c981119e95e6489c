package dev.sluice.media.h264;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import java.util.Set;

/**
 * Reads one SPS, field by field in the order of ITU-T H.264 7.3.2.1.1. Every loop is bounded by the range its count has
 * in the standard.
 */
final class SpsReader {
    /** High, High 10, 4:2:2, 4:4:4, the intra profiles, SVC, MVC: those with chroma_format_idc in the SPS. */
    private static final Set<Integer> PROFILES_WITH_CHROMA = Set.of(100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139,
            134, 135);
    private static final int CHROMA_420 = 1;
    private static final int CHROMA_444 = 3;
    private static final int MACROBLOCK = 16;
    /** A.3.1: neither side exceeds sqrt(8 * MaxFS), MaxFS 139,264 at level 6.2. */
    private static final int MAX_SIDE_IN_MACROBLOCKS = 1055;
    private static final int MAX_REF_FRAMES_IN_CYCLE = 255;

    private final ByteBuf nalUnit;
    private final BitReader bits;
    private int chromaFormat = CHROMA_420;
    private boolean separatePlanes;

    SpsReader(ByteBuf nalUnit) {
        this.nalUnit = nalUnit;
        int length = nalUnit.readableBytes();
        if (length < 4 || NalType.of(nalUnit.getByte(nalUnit.readerIndex())) != NalType.SPS) {
            throw new ProtocolException(StableCode.PROTOCOL_ERROR, "H.264 SPS: found "
                    + (length < 4 ? length + " bytes" : "NAL unit type " + typeOf(nalUnit))
                    + ", expected a NAL unit of type 7 of at least 4 bytes");
        }
        this.bits = BitReader.rbsp(nalUnit, nalUnit.readerIndex() + 1, length - 1);
    }

    Sps read() {
        int profile = (int) bits.bits(8);
        int constraints = (int) bits.bits(8);
        int level = (int) bits.bits(8);
        bounded("seq_parameter_set_id", 31);
        if (PROFILES_WITH_CHROMA.contains(profile)) {
            chroma();
        }
        bounded("log2_max_frame_num_minus4", 12);
        pictureOrderCount();
        bounded("max_num_ref_frames", 16);
        bits.skip(1); // gaps_in_frame_num_value_allowed_flag
        int widthInMbs = side("pic_width_in_mbs_minus1");
        int heightInMapUnits = side("pic_height_in_map_units_minus1");
        int fieldsPerMapUnit = bits.flag() ? 1 : 2; // frame_mbs_only_flag
        if (fieldsPerMapUnit == 2) {
            bits.skip(1); // mb_adaptive_frame_field_flag
        }
        bits.skip(1); // direct_8x8_inference_flag
        boolean cropping = bits.flag();
        int width = cropped("width", widthInMbs * MACROBLOCK, cropping, cropUnitX());
        int height = cropped("height", heightInMapUnits * MACROBLOCK * fieldsPerMapUnit, cropping,
                cropUnitY() * fieldsPerMapUnit);
        boolean vui = bits.flag();
        whole();
        return new Sps(profile, constraints, level, width, height, vui ? VuiReader.maxReorderFrames(bits) : Sps.UNSAID);
    }

    private void chroma() {
        chromaFormat = bounded("chroma_format_idc", CHROMA_444);
        separatePlanes = chromaFormat == CHROMA_444 && bits.flag();
        bounded("bit_depth_luma_minus8", 6);
        bounded("bit_depth_chroma_minus8", 6);
        bits.skip(1); // qpprime_y_zero_transform_bypass_flag
        if (bits.flag()) {
            scalingLists();
        }
    }

    private void scalingLists() {
        int lists = chromaFormat == CHROMA_444 ? 12 : 8;
        for (int i = 0; i < lists; i++) {
            if (bits.flag()) {
                scalingList(i < 6 ? 16 : 64);
            }
        }
    }

    /** 7.3.2.1.1.1: a delta of the running scale for each coefficient, until the scale gets 0. */
    private void scalingList(int coefficients) {
        long scale = 8;
        for (int i = 0; i < coefficients && scale != 0 && bits.ok(); i++) {
            scale = scale + bits.se() & 0xff;
        }
    }

    private void pictureOrderCount() {
        int type = bounded("pic_order_cnt_type", 2);
        if (type == 0) {
            bounded("log2_max_pic_order_cnt_lsb_minus4", 12);
        } else if (type == 1) {
            bits.skip(1); // delta_pic_order_always_zero_flag
            bits.se(); // offset_for_non_ref_pic
            bits.se(); // offset_for_top_to_bottom_field
            int cycle = bounded("num_ref_frames_in_pic_order_cnt_cycle", MAX_REF_FRAMES_IN_CYCLE);
            for (int i = 0; i < cycle && bits.ok(); i++) {
                bits.se();
            }
        }
    }

    private int side(String name) {
        return bounded(name, MAX_SIDE_IN_MACROBLOCKS - 1) + 1;
    }

    /** Reads the two crop offsets of one direction; both directions stand in the order left, right, top, bottom. */
    private int cropped(String name, int full, boolean cropping, int unit) {
        long cropped = cropping ? (bits.ue() + bits.ue()) * unit : 0;
        if (cropped >= full) {
            throw malformed(name + " cropped away", cropped, "less than " + full);
        }
        return full - (int) cropped;
    }

    /** SubWidthC, table 6-1; 1 where there are no chroma arrays. */
    private int cropUnitX() {
        return chromaFormat == 0 || chromaFormat == CHROMA_444 ? 1 : 2;
    }

    /** SubHeightC, likewise. With separate planes chroma_format_idc is 3, and the unit 1 in both readings. */
    private int cropUnitY() {
        return chromaFormat == CHROMA_420 && !separatePlanes ? 2 : 1;
    }

    private int bounded(String name, int max) {
        long value = bits.ue();
        whole();
        if (value > max) {
            throw malformed(name, value, "0.." + max);
        }
        return (int) value;
    }

    private void whole() {
        if (!bits.ok()) {
            throw malformed("length", nalUnit.readableBytes() + " bytes that end too early",
                    "all fields up to the VUI");
        }
    }

    private static int typeOf(ByteBuf nalUnit) {
        return NalType.of(nalUnit.getByte(nalUnit.readerIndex()));
    }

    private static ProtocolException malformed(String field, Object found, String expected) {
        return ProtocolException.found(StableCode.PROTOCOL_ERROR, "H.264 SPS " + field, found, expected);
    }
}
