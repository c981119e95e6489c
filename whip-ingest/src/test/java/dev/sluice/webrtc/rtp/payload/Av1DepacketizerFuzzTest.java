package dev.sluice.webrtc.rtp.payload;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.media.Codec;
import dev.sluice.media.av1.ObuType;
import dev.sluice.media.av1.Obus;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class Av1DepacketizerFuzzTest {
    static Stream<byte[]> payloads() {
        var tables = Stream.of(Av1DepacketizerTest.whole(), Av1DepacketizerTest.fragments(),
                Av1DepacketizerTest.malformed()).flatMap(List::stream);
        return PayloadInput.seeds(Codec.AV1, tables.map(Av1DepacketizerTest.Case::payloads));
    }

    /** Whatever comes is a temporal unit of whole OBUs with sizes, a frame among them, or none. */
    @MethodSource("payloads")
    @FuzzTest(maxDuration = "5s")
    void depacketizes(byte[] payloads) {
        var frame = Unpooled.wrappedBuffer(PayloadInput.depacketized(Codec.AV1, payloads));
        var obus = new Obus().over(frame);
        int count = 0;
        boolean picture = false;
        while (obus.next()) {
            count++;
            picture |= obus.startsFrame();
            assertThat(obus.header() & Obus.HAS_SIZE).isNotZero();
            assertThat(obus.type()).isNotIn(ObuType.TEMPORAL_DELIMITER, ObuType.TILE_LIST);
        }
        assertThat(obus.malformed()).isFalse();
        assertThat(picture).isEqualTo(frame.isReadable());
        assertThat(count).isLessThanOrEqualTo(Av1Depacketizer.MAX_OBUS);
    }
}
