package dev.sluice.webrtc.rtp.payload;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class HevcDepacketizerFuzzTest {
    static Stream<byte[]> seeds() {
        return HevcDepacketizerTest.cases().map(NalFuzz::seed);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5s")
    void depacketizes(byte[] packets) {
        NalFuzz.check(packets, new HevcPacketizer(), () -> new HevcDepacketizer(HevcDepacketizerTest.SETS));
    }
}
