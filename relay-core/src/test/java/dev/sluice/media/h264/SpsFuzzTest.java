package dev.sluice.media.h264;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class SpsFuzzTest {
    static Stream<byte[]> seeds() {
        return H264Samples.SPS.stream().map(sample -> HexFormat.of().parseHex(sample.hex()));
    }

    /** Either a picture of a possible size or one plain refusal. */
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5s")
    void parses(byte[] nalUnit) {
        try {
            var sps = Sps.parse(Unpooled.wrappedBuffer(nalUnit));
            assertThat(sps.width()).isBetween(1, 16_880);
            assertThat(sps.height()).isBetween(1, 2 * 16_880);
            assertThat(sps.maxReorderFrames()).isBetween(Sps.UNSAID, 16);
            assertThat(sps.profile()).isEqualTo(nalUnit[1] & 0xff);
        } catch (ProtocolException refused) {
            assertThat(refused.code()).isEqualTo(StableCode.PROTOCOL_ERROR);
        }
    }
}
