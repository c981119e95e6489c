package dev.sluice.media.hevc;

import dev.sluice.media.h264.BitWriter;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class SpsTest {
    static List<HevcSamples.SpsSample> samples() {
        return HevcSamples.SPS;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readsWhatEncodersWrite(HevcSamples.SpsSample sample) {
        var nalUnit = HevcSamples.buffer(sample.hex());
        assertThat(Sps.parse(nalUnit)).isEqualTo(sample.sps());
        assertThat(nalUnit.readerIndex()).isZero();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aCutOneIsRefusedOrSaysTheSame(HevcSamples.SpsSample sample) {
        var nalUnit = HevcSamples.buffer(sample.hex());
        for (int length = 0; length < nalUnit.readableBytes(); length++) {
            int cut = length;
            var refused = catchThrowableOfType(ProtocolException.class,
                    () -> assertThat(Sps.parse(nalUnit.slice(0, cut))).isEqualTo(sample.sps()));
            assertThat(refused == null || refused.code() == StableCode.PROTOCOL_ERROR).isTrue();
            assertThat(refused == null && length < 20).isFalse();
        }
    }

    /** Crops of 1, 2, 3, 4 units at left, right, top, bottom of 320x192, in luma samples by table 6-1. */
    @ParameterizedTest
    @CsvSource({"0,317,185", "1,314,178", "2,314,185", "3,317,185"})
    void cropsByChromaFormat(int chromaFormat, int width, int height) {
        var sps = head(0).ue(5).ue(chromaFormat);
        if (chromaFormat == 3) {
            sps.flag(true);
        }
        sps.ue(320).ue(192).flag(true).ue(1).ue(2).ue(3).ue(4).ue(0).ue(0).ue(4).flag(true).ue(4).ue(2).ue(0);
        assertThat(parse(sps)).isEqualTo(new Sps(5, 1, 93, width, height, 2));
    }

    /** Three sub-layers, of which the first has a profile, the second a level of its own. */
    @ParameterizedTest
    @CsvSource({"true,3", "false,7"})
    void theHighestSubLayerTellsTheReorderDepth(boolean all, int depth) {
        var sps = head(2).flag(true).flag(false).flag(false).flag(true).bits(12, 0).bits(32, -1).bits(32, -1)
                .bits(24, -1).bits(8, 60);
        picture(sps.ue(0)).flag(all);
        for (int i = 1; i <= (all ? 3 : 1); i++) {
            sps.ue(8).ue(all ? i : 7).ue(0);
        }
        assertThat(parse(sps)).isEqualTo(new Sps(0, 1, 93, 320, 192, depth));
    }

    @Test
    void refusesValuesOutOfTheStandardsRanges() {
        refused(new BitWriter().bits(4, 0).bits(3, 7), "sps_max_sub_layers_minus1: found 7, expected 0..6");
        refused(head(0).ue(16), "sps_seq_parameter_set_id: found 16");
        refused(head(0).ue(0).ue(4), "chroma_format_idc: found 4");
        refused(head(0).ue(0).ue(1).ue(16_889), "pic_width_in_luma_samples: found 16889");
        refused(head(0).ue(0).ue(1).ue(0).ue(0).flag(false), "width cropped away: found 0");
        refused(head(0).ue(0).ue(1).ue(320).ue(192).flag(true).ue(160).ue(0).ue(0).ue(0), "width cropped away");
        refused(head(0).ue(0).ue(1).ue(320).ue(192).flag(true).ue(0).ue(0).ue(0xfffffffeL).ue(0), "height cropped");
        refused(head(0).ue(0).ue(1).ue(320).ue(192).flag(false).ue(9), "bit_depth_luma_minus8: found 9");
        refused(picture(head(0).ue(0)).flag(true).ue(16), "sps_max_dec_pic_buffering_minus1: found 16");
        refused(picture(head(0).ue(0)).flag(true).ue(8).ue(16), "sps_max_num_reorder_pics: found 16");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"42|1 bytes", "|0 bytes", "4401c1|type 34", "4201|2 bytes that end"})
    void namesWhatItFound(String hex, String found) {
        var refused = catchThrowableOfType(ProtocolException.class,
                () -> Sps.parse(HevcSamples.buffer(hex == null ? "" : hex)));
        assertThat(refused.code()).isEqualTo(StableCode.PROTOCOL_ERROR);
        assertThat(refused).hasMessageContaining(found).hasMessageContaining("expected");
    }

    /** Main profile, level 3.1. */
    private static BitWriter head(int subLayersMinus1) {
        return new BitWriter().bits(4, 0).bits(3, subLayersMinus1).flag(true).bits(3, 0).bits(5, 1).bits(32, 0x60000000)
                .bits(32, 0x90000000).bits(16, 0).bits(8, 93);
    }

    private static BitWriter picture(BitWriter sps) {
        return sps.ue(1).ue(320).ue(192).flag(false).ue(0).ue(0).ue(4);
    }

    private static Sps parse(BitWriter sps) {
        var nalUnit = new ByteArrayOutputStream();
        nalUnit.write(0x42);
        nalUnit.writeBytes(sps.nalUnit(1));
        return Sps.parse(Unpooled.wrappedBuffer(nalUnit.toByteArray()));
    }

    private static void refused(BitWriter sps, String message) {
        assertThat(catchThrowableOfType(ProtocolException.class, () -> parse(sps))).hasMessageContaining(message);
    }
}
