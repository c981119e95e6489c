package dev.sluice.media;

import dev.sluice.media.h264.H264Samples;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class H264ConfigTest {
    private static final Bytes SPS = bytes(H264Samples.SPS.getFirst().hex());
    private static final Bytes PPS = bytes("68ce0fc8");

    @Test
    void saysWhatTheFirstSpsSays() {
        var config = H264Config.of(List.of(SPS, bytes(H264Samples.SPS.get(1).hex())), List.of(PPS));
        assertThat(config).isEqualTo(new H264Config(config.sps(), List.of(PPS), 66, 0xc0, 30, 638, 358, 0));
        assertThat(config.codec()).isEqualTo(Codec.H264);
    }

    @Test
    void equalityTellsThatTheConfigurationChanged() {
        var one = H264Config.of(List.of(SPS), List.of(PPS));
        assertThat(one).isEqualTo(H264Config.of(List.of(bytes(H264Samples.SPS.getFirst().hex())), List.of(PPS)));
        assertThat(one).isNotEqualTo(H264Config.of(List.of(SPS), List.of(bytes("68ef0fcb"))));
    }

    @Test
    void refusesWhatADecoderCouldNotStartWith() {
        refused(List.of(), List.of(PPS), "SPS count: found 0");
        refused(List.of(SPS), List.of(), "PPS count: found 0");
        refused(List.of(PPS), List.of(PPS), "SPS NAL unit type: found 8, expected 7");
        refused(List.of(SPS), List.of(SPS), "PPS NAL unit type: found 7, expected 8");
        refused(List.of(SPS), List.of(bytes("")), "PPS bytes: found 0");
        refused(List.of(Bytes.of(new byte[4097])), List.of(PPS), "SPS bytes: found 4097, expected 1..4096");
        refused(Collections.nCopies(32, SPS), List.of(PPS), "SPS count: found 32, expected 1..31");
        refused(List.of(bytes("6742c01e")), List.of(PPS), "end too early");
    }

    private static void refused(List<Bytes> sps, List<Bytes> pps, String message) {
        var refused = catchThrowableOfType(ProtocolException.class, () -> H264Config.of(sps, pps));
        assertThat(refused.code()).isEqualTo(StableCode.PROTOCOL_ERROR);
        assertThat(refused).hasMessageContaining(message);
    }

    private static Bytes bytes(String hex) {
        return Bytes.copyOf(H264Samples.buffer(hex));
    }
}
