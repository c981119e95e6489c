package dev.sluice.webrtc.sdp.grammar;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SdpFragmentTest {
    private static final String CANDIDATE = "1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0";
    private static final String TRICKLE = """
            a=ice-ufrag:EsAw
            a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1
            m=audio 9 RTP/AVP 0
            a=mid:0
            a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0
            a=candidate:3471623853 1 tcp 1518214911 aa.local 9 typ host tcptype active
            a=end-of-candidates
            """;

    @Test
    void aTrickleIsRead() {
        var read = SdpFragment.read(TRICKLE);
        assertThat(read).isEqualTo(new SdpFragment("EsAw", "P2uYro0UCOQ4zxjKXaWCBui1", false, "audio", "0",
                List.of(CANDIDATE, "3471623853 1 tcp 1518214911 aa.local 9 typ host tcptype active"), true));
        assertThat(SdpFragment.read(read.write())).isEqualTo(read);
        assertThat(SdpFragment.read(TRICKLE.replace("\n", "\r\n"))).isEqualTo(read);
        assertThat(read.toString()).doesNotContain("EsAw").doesNotContain("P2uY");
    }

    @Test
    void everyTruncationIsReadOrRefused() {
        for (int length = 0; length < TRICKLE.length(); length++) {
            try {
                assertThat(SdpFragment.read(TRICKLE.substring(0, length)).candidates().size()).isLessThan(3);
            } catch (ProtocolException refused) {
                assertThat(refused.code()).isEqualTo(StableCode.SDP_INVALID);
            }
        }
    }

    @Test
    void theFirstSectionsCredentialsWinOverTheSessions() {
        var read = SdpFragment.read("a=ice-ufrag:sess\na=ice-pwd:sessionpwd\nm=video 9 RTP/AVP 0\na=mid:v\n"
                + "a=ice-ufrag:vide\na=ice-pwd:videopwd\nm=audio 9 RTP/AVP 0\na=mid:a\na=ice-ufrag:audi\n");
        assertThat(read.iceUfrag()).isEqualTo("vide");
        assertThat(read.icePwd()).isEqualTo("videopwd");
        assertThat(read.kind()).isEqualTo("video");
        assertThat(read.mid()).isEqualTo("v");
    }

    @Test
    void whatIsNotKnownIsPassedOver() {
        var read = SdpFragment.read("v=0\na=ice-options:trickle ice2\na=ice-pacing:50\na=end-of-candidates\n");
        assertThat(read).isEqualTo(new SdpFragment(null, null, false, null, null, List.of(), true));
    }

    static List<List<String>> broken() {
        var start = "m=audio 9 RTP/AVP 0\na=mid:0\n";
        return List.of(List.of("", "fragment: found ''"), List.of("hello", "line: found 'hello'"),
                List.of(start, "fragment: found"), List.of("a=ice-pwd:secret\u0001\n", "line: found 'a=ice-...'"),
                List.of(start + "a=candidate:1 1 udp\n", "a=candidate: found '1 1 udp'"),
                List.of(start + "a=candidate:" + CANDIDATE.replace("typ", "tip") + "\n", "a=candidate"),
                List.of(start + "a=candidate:" + CANDIDATE.replace("61764", "65536") + "\n", "candidate port"),
                List.of(start + "a=candidate:" + CANDIDATE.replace(" 1 udp", " 257 udp") + "\n", "candidate component"),
                List.of(start + "a=candidate:" + CANDIDATE.replace("2122260223", "x") + "\n", "candidate priority"),
                List.of("m=a/b 9 RTP/AVP 0\n", "media kind"), List.of("m=audio 9 RTP/AVP 0\na=mid:\n", "mid"),
                List.of(start.repeat(33), "media sections: found 33, expected at most 32"),
                List.of(start + ("a=candidate:" + CANDIDATE + "\n").repeat(257), "candidates: found 257"),
                List.of("a=x\n".repeat(2_001), "lines: found 2001"), List.of("x".repeat(65_537), "characters"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void whatIsBrokenIsNamed(List<String> row) {
        assertThatThrownBy(() -> SdpFragment.read(row.getFirst())).hasMessageContaining(row.getLast())
                .asInstanceOf(InstanceOfAssertFactories.type(ProtocolException.class))
                .extracting(ProtocolException::code).isEqualTo(StableCode.SDP_INVALID);
    }
}
