package dev.sluice.webrtc.srtp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class SrtpFuzzTest {
    private static final List<SrtpUnprotector> UNPROTECTORS = List.of(SrtpProfile.values()).stream()
            .map(profile -> SrtpKeys.of(profile, new byte[profile.exportLength()], true).unprotector()).toList();

    static List<byte[]> seeds() {
        return List.of(HexFormat.of().parseHex("806000010000000000000001" + "00".repeat(20)),
                HexFormat.of().parseHex("906000010000000000000001bede0001" + "00".repeat(24)),
                HexFormat.of().parseHex("9f60000100000000000000010000ffff" + "00".repeat(24)),
                HexFormat.of().parseHex("81c8000700000001" + "00".repeat(30)));
    }

    /** Nothing forged is accepted, throws, or grows. */
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5s")
    void refusesForgeries(byte[] data) {
        for (var unprotector : UNPROTECTORS) {
            var rtp = Unpooled.copiedBuffer(data);
            assertThat(unprotector.unprotectRtp(rtp)).isNotNull();
            assertThat(rtp.readableBytes()).isEqualTo(data.length);
            assertThat(unprotector.unprotectRtcp(Unpooled.copiedBuffer(data))).isNotNull();
        }
    }
}
