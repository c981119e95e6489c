package dev.sluice.webrtc.sdp;

import dev.sluice.webrtc.sdp.grammar.Direction;
import dev.sluice.webrtc.sdp.grammar.Extmap;
import dev.sluice.webrtc.sdp.grammar.MediaDescription;
import dev.sluice.webrtc.sdp.grammar.PayloadFormat;
import dev.sluice.webrtc.sdp.grammar.Rid;
import dev.sluice.webrtc.sdp.grammar.SdpReader;
import dev.sluice.webrtc.sdp.grammar.SessionDescription;
import dev.sluice.webrtc.sdp.grammar.Setup;
import dev.sluice.webrtc.sdp.grammar.Simulcast;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.sluice.webrtc.sdp.Offers.audio;
import static dev.sluice.webrtc.sdp.Offers.section;
import static dev.sluice.webrtc.sdp.Offers.video;
import static org.assertj.core.api.Assertions.assertThat;

/** The answer to a publisher. */
class PublishAnswerTest {
    /** FFmpeg 8 reads no more of it. */
    private static final int MAX_ANSWER = 8_192;

    private static String text(String offer) {
        var negotiation = PublishNegotiation.of(Offer.toPublish(Offers.sending(offer)), new Random(1));
        return AnswerWriter.write(negotiation, Offers.transport());
    }

    private static SessionDescription answer(String offer) {
        return SdpReader.read(text(offer));
    }

    @Test
    void toChromiumsSimulcast() {
        assertThat(text(Offers.captured("chromium-simulcast-whip-offer.sdp")))
                .isEqualTo(Offers.captured("chromium-simulcast-whip-answer.sdp"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"chromium-156-whip-offer.sdp", "chromium-156-whep-offer.sdp", "obs-30-whip-offer.sdp",
            "ffmpeg-8.0.1-whip-offer.sdp", "firefox-whip-offer.sdp", "gstreamer-whip-offer.sdp",
            "chromium-simulcast-whip-offer.sdp"})
    void isSmallAndReceives(String file) {
        var text = text(Offers.captured(file));
        assertThat(text.length()).isLessThan(MAX_ANSWER);
        var answer = SdpReader.read(text);
        assertThat(answer.iceLite()).isTrue();
        assertThat(answer.media()).hasSize(2).allSatisfy(section -> {
            assertThat(section.direction()).isEqualTo(Direction.RECVONLY);
            assertThat(section.rtcpMux()).isTrue();
            assertThat(section.rtcpMuxOnly()).isTrue();
            assertThat(section.port()).isEqualTo(8189);
            assertThat(section.sources()).isEmpty();
            assertThat(section.msid()).isEmpty();
        });
        assertThat(answer.bundles().getFirst()).isEqualTo(answer.media().stream().map(MediaDescription::mid).toList());
        assertThat(answer.media().getFirst().candidates()).hasSize(2)
                .allMatch(candidate -> candidate.endsWith("typ host")).first().asString()
                .contains(" udp ", "192.0.2.7");
        assertThat(answer.media().getLast().candidates()).isEmpty();
    }

    @Test
    void redundancyAndTonesAreNotTaken() {
        var answer = answer(Offers.chromium());
        assertThat(answer.media()).allSatisfy(section -> assertThat(section.payloads())
                .extracting(PayloadFormat::encoding).isSubsetOf("VP8", "VP9", "AV1", "H264", "opus", "rtx"));
        assertThat(answer.media().getFirst().extmaps()).containsExactly(new Extmap(9, Extmap.MID),
                new Extmap(10, Extmap.RID), new Extmap(11, Extmap.REPAIRED_RID),
                new Extmap(4, Extmap.TRANSPORT_SEQUENCE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            H264 | profile-level-id=640c1f;packetization-mode=1;level-asymmetry-allowed=1 | level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=640c1f
            H264 | packetization-mode=1;sprop-parameter-sets=Z0LAHg==,aM48gA== | packetization-mode=1
            VP9  | profile-id=2 | profile-id=2
            VP9  | profile-id=a b | ''
            VP9  | max-fs=12288 | ''
            AV1  | tier=0;profile=1;level-idx=5 | level-idx=5;profile=1;tier=0
            H265 | level-id=180;profile-id=1;tier-flag=0;tx-mode=SRST;sprop-vps=AAAA | level-id=180;profile-id=1;tier-flag=0;tx-mode=SRST
            VP8  | max-fr=60 | ''
            """)
    void parametersThatMustBeSymmetricAreRepeated(String codec, String offered, String answered) {
        var section = section("video", "0", "96", "a=rtpmap:96 " + codec + "/90000", "a=fmtp:96 " + offered);
        var format = answer(Offers.of("0", section)).media().getFirst().payloads().getFirst();
        assertThat(format.encoding()).isEqualTo(codec);
        assertThat(format.fmtp()).isEqualTo(answered);
    }

    @ParameterizedTest
    @CsvSource({"stereo=1,;stereo=1", "sprop-stereo=1,;stereo=1", "stereo=0,''", "useinbandfec=0,''"})
    void stereoIsTakenAsItIsOffered(String offered, String answered) {
        var section = answer(Offers.of("0", audio("0") + "a=fmtp:111 " + offered + "\n")).media().getFirst();
        assertThat(section.payloads().getFirst().fmtp()).isEqualTo("minptime=10;useinbandfec=1" + answered);
    }

    @Test
    void layersAreSeenFromTheOtherEnd() {
        var offered = video("0") + "a=extmap:2 " + Extmap.RID + "\n"
                + "a=rid:hi send max-width=1280;max-fps=30\na=rid:lo send\na=rid:no send\na=simulcast:send hi;~lo\n";
        assertThat(answer(Offers.of("0", offered)).media().getFirst().simulcast())
                .isEqualTo(new Simulcast(List.of(new Rid("hi", "recv", "max-width=1280;max-fps=30"),
                        new Rid("lo", "recv", "")), List.of(), List.of("hi", "lo")));
    }

    @Test
    void ffmpegAsksUsToBeTheDtlsClient() {
        var sections = answer(Offers.captured("ffmpeg-8.0.1-whip-offer.sdp")).media();
        assertThat(sections).extracting(section -> section.transport().setup()).containsOnly(Setup.ACTIVE);
    }

    @Test
    void dataChannelsAreRejected() {
        var data = "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\na=mid:d\na=sctp-port:5000\n";
        var answer = answer(Offers.of("d v", data, video("v")));
        assertThat(answer.media()).extracting(MediaDescription::port).containsExactly(0, 8189);
        assertThat(answer.bundles()).containsExactly(List.of("v"));
    }
}
