package dev.sluice.media.hevc;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class HevcSpsFuzzTest {
    static Stream<byte[]> seeds() {
        return HevcSamples.SPS.stream().map(sample -> HexFormat.of().parseHex(sample.hex()));
    }

    /** Either a picture of a possible size or one plain refusal. */
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5s")
    void parses(byte[] nalUnit) {
        try {
            var sps = Sps.parse(Unpooled.wrappedBuffer(nalUnit));
            assertThat(sps.id()).isBetween(0, 15);
            assertThat(sps.width()).isBetween(1, 16_888);
            assertThat(sps.height()).isBetween(1, 16_888);
            assertThat(sps.maxReorderPics()).isBetween(0, 15);
            assertThat(sps.profile()).isBetween(0, 31);
        } catch (ProtocolException refused) {
            assertThat(refused.code()).isEqualTo(StableCode.PROTOCOL_ERROR);
        }
    }
}
