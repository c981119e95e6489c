package dev.sluice.webrtc.sdp.grammar;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.sdp.Offers;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SdpReaderTest {
    private static final String HEAD = "v=0\r\no=- 7 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";

    @ParameterizedTest
    @ValueSource(strings = {"chromium-156-whep-offer.sdp", "chromium-156-whip-offer.sdp",
            "ffmpeg-8.0.1-whip-offer.sdp", "chromium-simulcast-whip-offer.sdp", "firefox-whip-offer.sdp",
            "gstreamer-whip-offer.sdp", "obs-30-whip-offer.sdp"})
    void whatIsWrittenReadsAsTheSame(String file) {
        var description = SdpReader.read(Offers.captured(file));
        assertThat(SdpReader.read(SdpWriter.write(description))).isEqualTo(description);
        assertThat(SdpReader.read(Offers.captured(file).replace("\r", ""))).isEqualTo(description);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chromium-156-whip-offer.sdp", "ffmpeg-8.0.1-whip-offer.sdp"})
    void everyTruncationIsReadOrRefused(String file) {
        var text = Offers.captured(file);
        for (int length = 0; length < text.length(); length++) {
            try {
                assertThat(SdpReader.read(text.substring(0, length)).media().size()).isLessThan(3);
            } catch (ProtocolException refused) {
                assertThat(refused.code()).isEqualTo(StableCode.SDP_INVALID);
            }
        }
    }

    @Test
    void chromiumsSectionsAreRead() {
        var video = SdpReader.read(Offers.chromium()).media().getFirst();
        assertThat(video.kind()).isEqualTo("video");
        assertThat(video.direction()).isEqualTo(Direction.RECVONLY);
        assertThat(video.rtcpMux()).isTrue();
        assertThat(video.rtcpReducedSize()).isTrue();
        assertThat(video.extmap(Extmap.MID)).contains(new Extmap(9, Extmap.MID));
        assertThat(video.transport().setup()).isEqualTo(Setup.ACTPASS);
        assertThat(video.transport().iceUfrag()).isEqualTo("37kc");
        var h264 = video.payloads().stream().filter(f -> f.payloadType() == 108).findFirst().orElseThrow();
        assertThat(h264.parameter("packetization-mode")).contains("1");
        assertThat(h264.feedback()).containsExactly("goog-remb", "transport-cc", "ccm fir", "nack", "nack pli");
    }

    @Test
    void sourcesGroupsAndStreamsAreRead() {
        var video = SdpReader.read(HEAD + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=ssrc-group:FID 1 4294967295\r\n"
                + "a=ssrc:1 cname:x\r\na=msid:stream track\r\na=rtpmap:96 VP8/90000\r\na=rtcp-fb:* nack\r\n").media()
                .getFirst();
        assertThat(video.sourceGroups())
                .containsExactly(new MediaDescription.SourceGroup("FID", List.of(1L, 0xffff_ffffL)));
        assertThat(video.sources()).containsExactly(new MediaDescription.SourceAttribute(1, "cname:x"));
        assertThat(video.msid()).containsExactly("stream", "track");
        assertThat(video.payloads().getFirst().feedback()).containsExactly("nack");
    }

    @Test
    void simulcastIsRead() {
        var video = SdpReader.read(HEAD + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rid:1 send pt=96;max-width=1280\r\n"
                + "a=rid:2 recv\r\na=simulcast:recv 2 send 1,~3;4\r\n").media().getFirst();
        assertThat(video.simulcast()).isEqualTo(
                new Simulcast(List.of(new Rid("1", Rid.SEND, "pt=96;max-width=1280"), new Rid("2", Rid.RECV, "")),
                        List.of("1,~3", "4"), List.of("2")));
    }

    @Test
    void theSessionsDirectionIsInherited() {
        var read = SdpReader
                .read(HEAD + "a=recvonly\r\nm=audio 9 RTP/SAVPF 0\r\nm=video 9 RTP/SAVPF 1\r\na=inactive\r\n");
        assertThat(read.media()).extracting(MediaDescription::direction).containsExactly(Direction.RECVONLY,
                Direction.INACTIVE);
    }

    static List<List<String>> broken() {
        var media = HEAD + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n";
        return List.of(List.of("", "line 1: found '', expected v=0"), List.of("v=1\r\n", "line 1"),
                List.of("v=0\r\ns=-\r\n", "line 2: found 's=-', expected o="),
                List.of("v=0\r\no=- 1\r\n", "o=: found '- 1'"), List.of(HEAD + "m=audio 9\r\n", "m=: found"),
                List.of(HEAD + "m=audio 70000 RTP/SAVPF 0\r\n",
                        "media port: found '70000', expected a number 0..65535"),
                List.of(HEAD + "m=audio -1 RTP/SAVPF 0\r\n", "media port"),
                List.of(HEAD + "m=audio 9 UDP//X 0\r\n", "media protocol"),
                List.of(HEAD + "\r\nt=0 0\r\n", "line: found ''"),
                List.of(HEAD + "hello\r\n", "line: found 'hello'"),
                List.of(HEAD + "a=x\u0000y\r\n", "line: found 'a=x?y'"),
                List.of(HEAD + "A=x\r\n", "line"), List.of(media + "a=rtpmap:111 opus\r\n", "a=rtpmap"),
                List.of(media + "a=rtpmap:111 opus/x\r\n", "clock rate"),
                List.of(media + "a=rtpmap:111\r\n", "format attribute"),
                List.of(media + "a=mid:\r\n", "mid: found ''"), List.of(media + "a=mid:a b\r\n", "mid"),
                List.of(media + "a=mid:" + "x".repeat(65) + "\r\n", "mid"),
                List.of(media + "a=rid:1\r\n", "a=rid: found '1'"), List.of(media + "a=rid:1 up\r\n", "a=rid"),
                List.of(media + "a=rid:a/b send\r\n", "rid"), List.of(media + "a=simulcast:send\r\n", "a=simulcast"),
                List.of(media + "a=simulcast:both 1\r\n", "a=simulcast: found 'both 1'"),
                List.of(media + "a=rid:1 send\r\n".repeat(17), "a=rid lines of a section: found 17"),
                List.of(media + "a=simulcast:send " + "1;".repeat(17) + "\r\n", "simulcast streams: found 17"),
                List.of(media + "a=setup:maybe\r\n", "a=setup"),
                List.of(media + "a=extmap:1\r\n", "a=extmap"), List.of(media + "a=extmap:99999 urn:x\r\n", "extmap id"),
                List.of(media + "a=ssrc:4294967296 cname:x\r\n", "ssrc"),
                List.of(HEAD + "m=audio 9 RTP/SAVPF 300\r\na=rtpmap:300 opus/48000\r\n", "payload type"),
                List.of("v=0\r\n" + "s".repeat(65_536), "characters: found 65541, expected at most 65536"),
                List.of(HEAD + "b=0\r\n".repeat(2_000), "lines: found 2004, expected at most 2000"),
                List.of(HEAD + "a=" + "x".repeat(4_095) + "\r\n", "characters of a line"),
                List.of(HEAD + "m=audio 9 RTP/SAVPF 0\r\n".repeat(33), "media sections: found 33, expected at most 32"),
                List.of(media + "a=x\r\n".repeat(1_001), "attributes of a section"),
                List.of(HEAD + "m=audio 9 RTP/SAVPF" + " 0".repeat(129) + "\r\n", "words of a line"),
                List.of(HEAD + "a=group:BUNDLE" + " 0".repeat(64) + "\r\n", "words of a line"),
                List.of(HEAD + "a=group:BUNDLE 0\r\n".repeat(33), "too many a=group:BUNDLE"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void whatIsBrokenIsNamed(List<String> row) {
        assertThatThrownBy(() -> SdpReader.read(row.getFirst())).hasMessageContaining(row.getLast())
                .asInstanceOf(InstanceOfAssertFactories.type(ProtocolException.class))
                .extracting(ProtocolException::code).isEqualTo(StableCode.SDP_INVALID);
    }

    @Test
    void credentialsAreNeverShown() {
        var secret = "a=ice-pwd:very\u0001secret";
        assertThatThrownBy(() -> SdpReader.read(HEAD + secret + "\r\n")).message().doesNotContain("secret");
        var read = SdpReader.read(HEAD + "a=ice-ufrag:hiddenfrag\r\na=ice-pwd:hiddenpassword\r\n");
        assertThat(read.toString()).doesNotContain("hidden");
    }
}
