package dev.sluice.webrtc.rtp.payload;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.media.Codec;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class Vp9DepacketizerFuzzTest {
    static Stream<byte[]> payloads() {
        var tables = Stream
                .of(Vp9DepacketizerTest.cases(), Vp9DepacketizerTest.layers(), Vp9DepacketizerTest.malformed())
                .flatMap(List::stream);
        return PayloadInput.seeds(Codec.VP9, tables.map(Vp9DepacketizerTest.Case::payloads));
    }

    /** Whatever comes is a frame that can be sent on, or none. */
    @MethodSource("payloads")
    @FuzzTest(maxDuration = "5s")
    void depacketizes(byte[] payloads) {
        PayloadInput.depacketized(Codec.VP9, payloads);
    }
}
