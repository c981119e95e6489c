package dev.sluice.webrtc.rtp.payload;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class H264DepacketizerFuzzTest {
    static Stream<byte[]> seeds() {
        return H264DepacketizerTest.cases().map(NalFuzz::seed);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5s")
    void depacketizes(byte[] packets) {
        NalFuzz.check(packets, new H264Packetizer(),
                () -> new H264Depacketizer(List.of(H264DepacketizerTest.SPS, H264DepacketizerTest.PPS)));
    }
}
