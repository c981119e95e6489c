package dev.sluice.media.av1;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class Av1SequenceHeaderFuzzTest {
    static Stream<byte[]> seeds() {
        return Av1Samples.SEQUENCE_HEADERS.stream().map(sample -> HexFormat.of().parseHex(sample.hex()));
    }

    /** Either a picture of a possible size, and the OBU itself, or nothing. */
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5s")
    void reads(byte[] bytes) {
        var buffer = Unpooled.wrappedBuffer(bytes);
        var obus = new Obus().over(buffer);
        int behind = 0;
        while (obus.next()) {
            assertThat(obus.index()).isEqualTo(behind);
            behind = obus.payloadIndex() + obus.payloadLength();
            assertThat(behind).isBetween(obus.payloadIndex(), bytes.length);
            var config = Av1SequenceHeader.read(buffer, obus);
            if (config != null) {
                assertThat(config.profile()).isBetween(0, 2);
                assertThat(config.level()).isBetween(0, 31);
                assertThat(config.tier()).isBetween(0, config.level() > 7 ? 1 : 0);
                assertThat(config.width()).isBetween(1, 65_536);
                assertThat(config.height()).isBetween(1, 65_536);
                assertThat(config.sequenceHeader().length()).isEqualTo(behind - obus.index());
            }
        }
        assertThat(obus.malformed() || behind == bytes.length).isTrue();
    }
}
