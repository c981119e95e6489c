package dev.sluice.webrtc.rtp.payload;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.media.Codec;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class Vp8DepacketizerFuzzTest {
    static Stream<byte[]> payloads() {
        var tables = Stream.of(Vp8DepacketizerTest.cases()).flatMap(List::stream);
        return PayloadInput.seeds(Codec.VP8, tables.map(Vp8DepacketizerTest.Case::payloads));
    }

    /** Whatever comes is a frame that can be sent on, or none. */
    @MethodSource("payloads")
    @FuzzTest(maxDuration = "5s")
    void depacketizes(byte[] payloads) {
        PayloadInput.depacketized(Codec.VP8, payloads);
    }
}
