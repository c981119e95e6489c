package dev.sluice.media;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class AacConfigFuzzTest {
    static Stream<byte[]> seeds() {
        return Stream.of("121056e500", "138856e5a54880", "2b920800", "eb8a0800", "f8e6200000", "17800bb8105640")
                .map(HexFormat.of()::parseHex);
    }

    /** Either something a decoder could play or one plain refusal. */
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5s")
    void parses(byte[] asc) {
        try {
            var config = AacConfig.parse(Unpooled.wrappedBuffer(asc));
            assertThat(config.sampleRate()).isBetween(7_350, 96_000);
            assertThat(config.outputSampleRate()).isBetween(7_350, 96_000);
            assertThat(config.channels()).isBetween(1, 8);
            assertThat(config.asc().toArray()).isEqualTo(asc);
        } catch (ProtocolException refused) {
            assertThat(refused.code()).isIn(StableCode.PROTOCOL_ERROR, StableCode.CODEC_UNSUPPORTED);
        }
    }
}
