package dev.sluice.media.h264;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class NalUnitsFuzzTest {
    static Stream<byte[]> seeds() {
        return Stream.of(H264Samples.STREAM_WITH_B, H264Samples.STREAM_WITHOUT_B, "00000003419a2000000003019e62",
                "0002658800", "000001000001650000").map(HexFormat.of()::parseHex);
    }

    /** NAL units follow one another, none is empty, none leaves the buffer, and there is an end. */
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5s")
    void divides(byte[] bytes) {
        var buffer = Unpooled.wrappedBuffer(bytes);
        walk(new NalUnits().annexB(buffer), bytes.length);
        for (int lengthSize = 1; lengthSize <= NalUnits.LENGTH_SIZE; lengthSize++) {
            walk(new NalUnits().lengthPrefixed(buffer, lengthSize), bytes.length);
        }
    }

    /** The judge finds just what a walk over the slices finds. */
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5s")
    void judgesBFrames(byte[] bytes) {
        var payload = Unpooled.wrappedBuffer(bytes);
        var nals = new NalUnits().lengthPrefixed(payload);
        boolean b = false;
        while (nals.next()) {
            b |= BFrames.isBSlice(payload, nals.index(), nals.length());
        }
        assertThat(BFrames.hasBSlice(payload)).isEqualTo(b);
    }

    private static void walk(NalUnits nals, int size) {
        int behind = 0;
        while (nals.next()) {
            assertThat(nals.index()).isGreaterThan(behind);
            assertThat(nals.length()).isPositive();
            behind = nals.index() + nals.length() - 1;
            assertThat(behind).isLessThan(size);
            assertThat(nals.type()).isBetween(0, 31);
        }
    }
}
