package dev.sluice.media.h264;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class SliceHeaderFuzzTest {
    /** Zeros behind the bytes, with emulation prevention so that they read as zeros. */
    private static final int PADDING = 24;

    static Stream<byte[]> seeds() {
        return H264Samples.SLICES.stream().map(sample -> HexFormat.of().parseHex(sample.hex()));
    }

    /** The window reads what the bit reader reads. */
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5s")
    void readsAsTheBitReaderDoes(byte[] nalUnit) {
        var buffer = Unpooled.wrappedBuffer(nalUnit);
        int firstMb = SliceHeader.firstMb(buffer, 0, nalUnit.length);
        int type = SliceHeader.sliceType(buffer, 0, nalUnit.length);
        assertThat(firstMb).isBetween(SliceHeader.MALFORMED, SliceHeader.MAX_MACROBLOCKS - 1);
        assertThat(type).isBetween(SliceHeader.MALFORMED, 9);
        if (nalUnit.length > 1 && type != SliceHeader.MALFORMED) {
            var padded = Unpooled.wrappedBuffer(Arrays.copyOf(nalUnit, nalUnit.length + PADDING));
            var reader = BitReader.rbsp(padded, 1, padded.readableBytes() - 1);
            assertThat(reader.ue()).isEqualTo(firstMb);
            assertThat(reader.ue()).isEqualTo(type);
            assertThat(reader.ok()).isTrue();
        }
    }
}
