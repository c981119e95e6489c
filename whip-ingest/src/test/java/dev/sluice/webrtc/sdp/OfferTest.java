package dev.sluice.webrtc.sdp;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.dtls.DtlsRole;
import dev.sluice.webrtc.sdp.grammar.MediaDescription;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.sluice.webrtc.sdp.Offers.audio;
import static dev.sluice.webrtc.sdp.Offers.section;
import static dev.sluice.webrtc.sdp.Offers.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class OfferTest {
    private static final String GOOD = Offers.of("0 1", video("0"), audio("1"));

    static Stream<Arguments> refused() {
        return Stream.of(arguments("empty", "", "line 1"),
                arguments("no group", GOOD.replace("a=group:BUNDLE 0 1\n", ""),
                        "a=group:BUNDLE lines: found 0, expected 1"),
                arguments("two groups", GOOD.replace("a=group:BUNDLE 0 1", "a=group:BUNDLE 0\na=group:BUNDLE 1"),
                        "found 2"),
                arguments("audio outside", GOOD.replace("BUNDLE 0 1", "BUNDLE 0"), "section audio: found outside"),
                arguments("no mid", GOOD.replace("a=mid:1\n", ""), "section audio: found outside"),
                arguments("one mid twice", GOOD.replace("a=mid:1", "a=mid:0"), "a=mid: found '0' twice"),
                arguments("no rtcp-mux", GOOD.replace("a=rtcp-mux\n", ""), "section video: found no a=rtcp-mux"),
                arguments("ice-lite", GOOD.replace("t=0 0", "t=0 0\na=ice-lite"), "ICE: found a=ice-lite"),
                arguments("no ufrag", GOOD.replaceAll("a=ice-ufrag.*\n", ""), "ICE: found no a=ice-ufrag"),
                arguments("short ufrag", GOOD.replace("ufrag:abcd", "ufrag:abc"), "ice-ufrag: found 3 characters"),
                arguments("long ufrag", GOOD.replace("ufrag:abcd", "ufrag:" + "a".repeat(257)), "ice-ufrag: found 257"),
                arguments("short pwd", GOOD.replace("stuv", "stu"), "ice-pwd: found 21 characters"),
                arguments("bad pwd", GOOD.replace("stuv", "stu:"), "ice-pwd: found a character"),
                arguments("no fingerprint", GOOD.replaceAll("a=fingerprint.*\n", ""), "a=fingerprint: found none"),
                arguments("sha-1 only", GOOD.replace("sha-256", "sha-1"), "a=fingerprint: found only other algorithms"),
                arguments("short digest", GOOD.replace("sha-256 AB:", "sha-256 "), "a=fingerprint: found a malformed"),
                arguments("no hex", GOOD.replace("sha-256 AB", "sha-256 XY"), "a=fingerprint: found a malformed"),
                arguments("holdconn", GOOD.replace("actpass", "holdconn"), "a=setup: found holdconn"),
                arguments("sendonly", GOOD.replace("recvonly", "sendonly"), "media sections: found none that receives"),
                arguments("rejected sections", GOOD.replace(" 9 UDP", " 0 UDP"), "media sections: found none"),
                arguments("no DTLS", GOOD.replace("UDP/TLS/RTP/SAVPF", "RTP/AVP"), "media sections: found none"),
                arguments("a publisher's", Offers.captured("ffmpeg-8.0.1-whip-offer.sdp"), "none that receives"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refuses(String name, String offer, String message) {
        assertThatThrownBy(() -> Offer.toWatch(offer)).as(name).hasMessageContaining(message)
                .asInstanceOf(InstanceOfAssertFactories.type(ProtocolException.class))
                .extracting(ProtocolException::code).isEqualTo(StableCode.SDP_INVALID);
    }

    @Test
    void oneSendingSectionOfAKind() {
        var two = Offers.sending(Offers.of("0 1", video("0"), video("1")));
        assertThatThrownBy(() -> Offer.toPublish(two)).hasMessage(
                "sending sections of video: found 2, expected one of a kind")
                .asInstanceOf(InstanceOfAssertFactories.type(ProtocolException.class))
                .extracting(ProtocolException::code).isEqualTo(StableCode.SDP_INVALID);
        var oneReceives = two.replaceFirst("(?s)(.*)a=sendonly", "$1a=recvonly");
        assertThat(Offer.toPublish(oneReceives).media()).extracting(MediaDescription::mid).containsExactly("0");
    }

    @Test
    void whoOnlyReceivesDoesNotPublish() {
        assertThatThrownBy(() -> Offer.toPublish(Offers.chromium())).hasMessage("media sections: found none that sends,"
                + " expected audio or video, sendonly or sendrecv");
        assertThatThrownBy(() -> Offer.toPublish(GOOD.replace("recvonly", "inactive"))).hasMessageContaining("none");
        assertThat(Offer.toPublish(GOOD.replace("recvonly", "sendrecv")).media()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chromium-156-whip-offer.sdp", "chromium-simulcast-whip-offer.sdp",
            "ffmpeg-8.0.1-whip-offer.sdp", "firefox-whip-offer.sdp", "gstreamer-whip-offer.sdp",
            "obs-30-whip-offer.sdp"})
    void publishersAreTaken(String file) {
        var offer = Offer.toPublish(Offers.captured(file));
        assertThat(offer.media()).hasSize(2);
        assertThat(offer.remote().localRole()).isEqualTo(file.startsWith("ffmpeg") ? DtlsRole.CLIENT : DtlsRole.SERVER);
    }

    @ParameterizedTest
    @CsvSource({"actpass,SERVER", "active,SERVER", "passive,CLIENT"})
    void theOfferDecidesWhoIsTheDtlsClient(String setup, DtlsRole ours) {
        assertThat(Offer.toWatch(GOOD.replace("actpass", setup)).remote().localRole()).isEqualTo(ours);
    }

    @Test
    void chromiumIsTaken() {
        var offer = Offer.toWatch(Offers.chromium());
        assertThat(offer.media()).extracting(MediaDescription::mid).containsExactly("0", "1");
        assertThat(offer.remote().credentials().ufrag()).isEqualTo("37kc");
        assertThat(offer.remote().fingerprint().toString()).startsWith("sha-256 FC:9C:66:48");
        assertThat(offer.toString()).doesNotContain("37kc").doesNotContain("40pof");
    }

    @Test
    void sendrecvIsTakenAndADataChannelPassedOver() {
        var data = "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\na=mid:2\na=sctp-port:5000\n";
        var offer = Offer.toWatch(Offers.of("2 0", data, video("0").replace("recvonly", "sendrecv")));
        assertThat(offer.media()).hasSize(1);
    }

    @Test
    void sectionsWithoutATransportOfTheirOwnTakeTheGroups() {
        var second = audio("1").replace(Offers.TRANSPORT, "").replace(" 9 UDP", " 0 UDP") + "a=bundle-only\n";
        assertThat(Offer.toWatch(Offers.of("0 1", video("0"), second)).media()).hasSize(2);
        var session = Offers.of("0", video("0").replace(Offers.TRANSPORT, "")).replace("t=0 0\n",
                "t=0 0\n" + Offers.TRANSPORT);
        assertThat(Offer.toWatch(session).remote().credentials().ufrag()).isEqualTo("abcd");
    }

    @Test
    void theFirstFingerprintWeCanCheckCounts() {
        var offer = Offers.of("0",
                section("video", "0", "96").replace("a=fingerprint", "a=fingerprint:sha-1 00:11\na=fingerprint"));
        assertThat(Offer.toWatch(offer).remote().fingerprint().algorithm()).isEqualTo("sha-256");
        var longer = Offers.of("0",
                section("video", "0", "96").replaceAll("sha-256 .*", "SHA-512 " + "0a:".repeat(63) + "0a"));
        assertThat(Offer.toWatch(longer).remote().fingerprint().algorithm()).isEqualTo("sha-512");
    }
}
