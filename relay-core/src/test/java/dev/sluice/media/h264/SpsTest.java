package dev.sluice.media.h264;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class SpsTest {
    private static final int HEADER = 0x67;

    static List<H264Samples.SpsSample> samples() {
        return H264Samples.SPS;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readsWhatEncodersWrite(H264Samples.SpsSample sample) {
        var nalUnit = H264Samples.buffer(sample.hex());
        assertThat(Sps.parse(nalUnit)).isEqualTo(sample.sps());
        assertThat(nalUnit.readerIndex()).isZero();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aCutOneIsRefusedOrSaysTheSamePicture(H264Samples.SpsSample sample) {
        var nalUnit = H264Samples.buffer(sample.hex());
        for (int length = 0; length < nalUnit.readableBytes(); length++) {
            int cut = length;
            var refused = catchThrowableOfType(ProtocolException.class,
                    () -> assertThat(Sps.parse(nalUnit.slice(0, cut)).width()).isEqualTo(sample.sps().width()));
            assertThat(refused == null || refused.code() == StableCode.PROTOCOL_ERROR).isTrue();
            assertThat(refused == null && length < 6).isFalse();
        }
    }

    @Test
    void skipsScalingListsOfEveryKind() {
        var sps = head(244).ue(3).flag(false).ue(0).ue(0).flag(false).flag(true);
        for (int list = 0; list < 12; list++) {
            sps.flag(list % 3 != 2);
            for (int i = 0; list % 3 == 0 && i < (list < 6 ? 16 : 64); i++) {
                sps.se(i % 2 == 0 ? 3 : -2);
            }
            if (list % 3 == 1) {
                sps.se(-8); // the scale gets 0: the rest of the list is the default
            }
        }
        sps.ue(0).ue(0).ue(0);
        assertThat(parse(picture(sps, 20, 12, true).flag(false).flag(false)))
                .isEqualTo(new Sps(244, 0, 31, 320, 192, Sps.UNSAID));
    }

    @Test
    void walksPictureOrderCountType1() {
        var sps = head(66).ue(0).ue(1).flag(true).se(-3).se(7).ue(3).se(1).se(-2).se(300);
        assertThat(parse(picture(sps, 20, 12, true).flag(false).flag(false)))
                .isEqualTo(new Sps(66, 0, 31, 320, 192, Sps.UNSAID));
    }

    /** Crops of 1, 2, 3, 4 units at left, right, top, bottom of 320x192, in luma samples by table 6-1. */
    @ParameterizedTest
    @CsvSource({"0,true,317,185", "1,true,314,178", "2,true,314,185", "3,true,317,185", "0,false,317,178",
            "1,false,314,164", "2,false,314,178", "3,false,317,178"})
    void cropsByChromaFormatAndFieldCoding(int chromaFormat, boolean framesOnly, int width, int height) {
        var sps = head(244).ue(chromaFormat);
        if (chromaFormat == 3) {
            sps.flag(true);
        }
        sps.ue(0).ue(0).flag(false).flag(false).ue(0).ue(2);
        picture(sps, 20, framesOnly ? 12 : 6, framesOnly).flag(true).ue(1).ue(2).ue(3).ue(4).flag(false);
        var parsed = parse(sps);
        assertThat(parsed.width()).isEqualTo(width);
        assertThat(parsed.height()).isEqualTo(height);
    }

    @Test
    void walksAFullVuiToTheReorderDepth() {
        assertThat(parse(fullVui(baselinePicture().flag(false).flag(true)).ue(3).ue(4)).maxReorderFrames())
                .isEqualTo(3);
    }

    @Test
    void anImpossibleReorderDepthCountsAsUnsaid() {
        assertThat(parse(fullVui(baselinePicture().flag(false).flag(true)).ue(17).ue(4)).maxReorderFrames())
                .isEqualTo(Sps.UNSAID);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"67|1 bytes", "|0 bytes", "68ef0fcb|NAL unit type 8",
            "6742001e00000000000000|length"})
    void namesWhatItFound(String hex, String found) {
        var refused = catchThrowableOfType(ProtocolException.class,
                () -> Sps.parse(H264Samples.buffer(hex == null ? "" : hex)));
        assertThat(refused.code()).isEqualTo(StableCode.PROTOCOL_ERROR);
        assertThat(refused).hasMessageContaining(found).hasMessageContaining("expected");
    }

    @Test
    void refusesValuesOutOfTheStandardsRanges() {
        refused(head(100).ue(4), "chroma_format_idc: found 4, expected 0..3");
        refused(head(66).ue(13), "log2_max_frame_num_minus4: found 13");
        refused(head(66).ue(0).ue(3), "pic_order_cnt_type: found 3");
        refused(head(66).ue(0).ue(1).flag(true).se(0).se(0).ue(256), "num_ref_frames_in_pic_order_cnt_cycle");
        refused(head(66).ue(0).ue(2).ue(17), "max_num_ref_frames: found 17");
        refused(head(66).ue(0).ue(2).ue(1).flag(false).ue(1055), "pic_width_in_mbs_minus1: found 1055");
        refused(baselinePicture().flag(true).ue(160).ue(0).ue(0).ue(0).flag(false), "width cropped away: found 320");
        refused(baselinePicture().flag(true).ue(0).ue(0).ue(0).ue(0xfffffffeL).flag(false), "height cropped away");
    }

    private static BitWriter head(int profile) {
        return new BitWriter().bits(8, profile).bits(8, 0).bits(8, 31).ue(0);
    }

    private static BitWriter baselinePicture() {
        return picture(head(66).ue(0).ue(2), 20, 12, true);
    }

    private static BitWriter picture(BitWriter sps, int widthInMbs, int heightInMapUnits, boolean framesOnly) {
        sps.ue(1).flag(false).ue(widthInMbs - 1).ue(heightInMapUnits - 1).flag(framesOnly);
        return framesOnly ? sps.flag(true) : sps.flag(true).flag(true);
    }

    /** Every optional part present, up to max_num_reorder_frames. */
    private static BitWriter fullVui(BitWriter sps) {
        sps.flag(true).bits(8, 255).bits(16, 4).bits(16, 3).flag(true).flag(true);
        sps.flag(true).bits(4, 5).flag(true).bits(24, 0x010101);
        sps.flag(true).ue(1).ue(2);
        sps.flag(true).bits(32, 1).bits(32, 50).flag(true);
        for (int hrd = 0; hrd < 2; hrd++) {
            sps.flag(true).ue(1).bits(8, 0x34).ue(100).ue(200).flag(false).ue(300).ue(400).flag(true).bits(20, 0xabcde);
        }
        sps.flag(false).flag(true);
        return sps.flag(true).flag(true).ue(0).ue(1).ue(15).ue(16);
    }

    private static Sps parse(BitWriter sps) {
        return Sps.parse(Unpooled.wrappedBuffer(sps.nalUnit(HEADER)));
    }

    private static void refused(BitWriter sps, String message) {
        assertThat(catchThrowableOfType(ProtocolException.class, () -> parse(sps))).hasMessageContaining(message);
    }
}
