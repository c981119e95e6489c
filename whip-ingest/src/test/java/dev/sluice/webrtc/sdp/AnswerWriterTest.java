package dev.sluice.webrtc.sdp;

import dev.sluice.media.CodecConfig;
import dev.sluice.webrtc.ice.HostCandidates;
import dev.sluice.webrtc.sdp.grammar.Direction;
import dev.sluice.webrtc.sdp.grammar.MediaDescription;
import dev.sluice.webrtc.sdp.grammar.SdpReader;
import dev.sluice.webrtc.sdp.grammar.SessionDescription;
import dev.sluice.webrtc.sdp.grammar.Setup;
import java.net.InetAddress;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static dev.sluice.webrtc.sdp.Offers.aac;
import static dev.sluice.webrtc.sdp.Offers.audio;
import static dev.sluice.webrtc.sdp.Offers.sps;
import static dev.sluice.webrtc.sdp.Offers.transport;
import static dev.sluice.webrtc.sdp.Offers.video;
import static org.assertj.core.api.Assertions.assertThat;

class AnswerWriterTest {
    private static PlayNegotiation negotiate(String offer, CodecConfig... present) {
        return PlayNegotiation.of(Offer.toWatch(offer), List.of(present), new Random(1));
    }

    private static SessionDescription answer(String offer, CodecConfig... present) {
        return SdpReader.read(AnswerWriter.write(negotiate(offer, present), transport()));
    }

    @Test
    void theAnswerToChromium() {
        var answer = AnswerWriter.write(negotiate(Offers.chromium(), sps(66, 0xc0), aac(2)), transport());
        assertThat(answer).isEqualTo(Offers.captured("chromium-156-whep-answer.sdp"));
        assertThat(answer.length()).isLessThan(8_192);
    }

    @Test
    void theAnswerOfAHostWithManyAddressesIsNotTooLongForFfmpeg() {
        var addresses = IntStream.range(0, 40)
                .mapToObj(
                        i -> InetAddress.ofLiteral("2001:db8:1111:2222:3333:4444:5555:" + (6000 + i)).getHostAddress())
                .toList();
        var candidates = HostCandidates.of(InetAddress.ofLiteral("::"), 65_535, addresses);
        var many = new AnswerTransport(transport().credentials(), transport().fingerprint(), candidates);
        var answer = AnswerWriter.write(negotiate(Offers.chromium(), sps(66, 0xc0), aac(2)), many);
        assertThat(answer).contains(candidates.getLast().sdp()).hasSizeLessThan(8_192);
        var first = SdpReader.read(answer).media().getFirst().candidates();
        assertThat(first).hasSameSizeAs(candidates);
        assertThat(first.getFirst()).contains(" udp ").endsWith(" typ host");
    }

    @Test
    void theAnswerReadsAsWhatWasMeant() {
        var negotiation = negotiate(Offers.chromium(), sps(66, 0xc0), aac(2));
        assertThat(answer(Offers.chromium(), sps(66, 0xc0), aac(2)))
                .isEqualTo(AnswerWriter.describe(negotiation, transport()));
    }

    @Test
    void sectionsKeepTheOffersOrder() {
        var answer = answer(Offers.of("a v", audio("a"), video("v")), sps(66, 0xc0));
        assertThat(answer.media()).extracting(MediaDescription::mid).containsExactly("a", "v");
        assertThat(answer.bundles()).containsExactly(List.of("a", "v"));
        assertThat(answer.media()).extracting(MediaDescription::direction).containsOnly(Direction.SENDONLY);
        assertThat(answer.media().getFirst().candidates()).hasSize(2);
        assertThat(answer.media().getLast().candidates()).isEmpty();
        assertThat(answer.iceLite()).isTrue();
    }

    @Test
    void whatIsNotPlayedIsRejectedInPlace() {
        var data = "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\na=mid:d\na=sctp-port:5000\n";
        var answer = answer(Offers.of("d v", data, video("v"), audio("s").replace("recvonly", "sendonly")));
        assertThat(answer.media()).extracting(MediaDescription::port).containsExactly(0, 8189, 0);
        assertThat(answer.bundles()).containsExactly(List.of("v"));
        var rejected = answer.media().getFirst();
        assertThat(rejected.protocol()).isEqualTo("UDP/DTLS/SCTP");
        assertThat(rejected.formats()).containsExactly("webrtc-datachannel");
        assertThat(rejected.direction()).isEqualTo(Direction.INACTIVE);
        assertThat(answer.media().get(1).endOfCandidates()).isTrue();
    }

    @Test
    void weAreTheDtlsClientWhereTheOffererWillBeTheServer() {
        var answer = answer(Offers.of("v", video("v").replace("actpass", "passive")));
        assertThat(answer.media().getFirst().transport().setup()).isEqualTo(Setup.ACTIVE);
    }

    @Test
    void monoSaysNothingOfStereo() {
        var answer = answer(Offers.of("a", audio("a")), aac(1));
        assertThat(answer.media().getFirst().payloads().getFirst().fmtp()).isEqualTo("minptime=10;useinbandfec=1");
    }

    @Test
    void withoutCandidatesTheAddressIsTheDiscardPort() {
        var transport = new AnswerTransport(transport().credentials(), transport().fingerprint(), List.of());
        var answer = AnswerWriter.write(negotiate(Offers.of("v", video("v"))), transport);
        assertThat(answer).contains("m=video 9 UDP/TLS/RTP/SAVPF 108\r\nc=IN IP4 0.0.0.0\r\n");
    }

    @Test
    void onlyWhatWasOfferedIsMirrored() {
        var section = answer(Offers.of("v", video("v"))).media().getFirst();
        assertThat(section.extmaps()).isEmpty();
        assertThat(section.rtcpReducedSize()).isFalse();
        assertThat(section.payloads().getFirst().feedback()).isEmpty();
        assertThat(section.sourceGroups()).isEmpty();
        assertThat(section.payloads().getFirst().fmtp())
                .isEqualTo("level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f");
    }
}
