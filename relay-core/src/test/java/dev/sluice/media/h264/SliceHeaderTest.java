package dev.sluice.media.h264;

import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SliceHeaderTest {
    static List<H264Samples.SliceSample> samples() {
        return H264Samples.SLICES;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readsWhatEncodersWrite(H264Samples.SliceSample sample) {
        var slice = H264Samples.buffer("0000" + sample.hex());
        assertThat(SliceHeader.firstMb(slice, 2, slice.readableBytes() - 2)).isEqualTo(sample.firstMb());
        assertThat(SliceHeader.sliceType(slice, 2, slice.readableBytes() - 2)).isEqualTo(sample.sliceType());
        assertThat(slice.readerIndex()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 254, 255, 65_535, 139_263})
    void readsEveryTypeBehindEveryFirstMacroblock(int firstMb) {
        for (int type = 0; type <= 9; type++) {
            var slice = Unpooled.wrappedBuffer(new BitWriter().ue(firstMb).ue(type).ue(0).bits(20, 0).nalUnit(0x41));
            assertThat(SliceHeader.firstMb(slice, 0, slice.readableBytes())).isEqualTo(firstMb);
            assertThat(SliceHeader.sliceType(slice, 0, slice.readableBytes())).isEqualTo(type);
        }
    }

    @ParameterizedTest
    @CsvSource({"0,false", "1,true", "2,false", "3,false", "4,false", "5,false", "6,true", "7,false", "8,false",
            "9,false", "-1,false"})
    void tellsB(int sliceType, boolean b) {
        assertThat(SliceHeader.isB(sliceType)).isEqualTo(b);
    }

    @Test
    void whatIsNoHeaderIsMalformed() {
        malformed(new BitWriter().ue(0).ue(10).nalUnit(0x41));
        malformed(new BitWriter().ue(139_264).ue(0).nalUnit(0x41));
        malformed(new BitWriter().ue(0xfffffffeL).ue(0).nalUnit(0x41));
        malformed(new byte[20]);
        malformed(new byte[]{0x41});
        malformed(new byte[0]);
    }

    private static void malformed(byte[] nalUnit) {
        assertThat(SliceHeader.sliceType(Unpooled.wrappedBuffer(nalUnit), 0, nalUnit.length))
                .isEqualTo(SliceHeader.MALFORMED);
    }
}
