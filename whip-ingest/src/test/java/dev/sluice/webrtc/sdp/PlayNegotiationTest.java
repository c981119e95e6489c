package dev.sluice.webrtc.sdp;

import dev.sluice.media.Av1Config;
import dev.sluice.media.Bytes;
import dev.sluice.media.Codec;
import dev.sluice.media.CodecConfig;
import dev.sluice.media.HevcConfig;
import dev.sluice.media.MediaKind;
import dev.sluice.media.Vp8Config;
import dev.sluice.media.Vp9Config;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.sluice.webrtc.sdp.Offers.aac;
import static dev.sluice.webrtc.sdp.Offers.audio;
import static dev.sluice.webrtc.sdp.Offers.h264;
import static dev.sluice.webrtc.sdp.Offers.section;
import static dev.sluice.webrtc.sdp.Offers.sps;
import static dev.sluice.webrtc.sdp.Offers.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PlayNegotiationTest {
    private static final CodecConfig BASELINE = sps(66, 0xc0);
    private static final String VP8 = section("video", "0", "96", "a=rtpmap:96 VP8/90000");
    private static final String H261 = section("video", "0", "31", "a=rtpmap:31 H261/90000");
    private static final String MODE_0 = section("video", "0", "102", h264(102, 0, "42e01f"));
    private static final String PCMU = section("audio", "1", "0", "a=rtpmap:0 PCMU/8000");

    private static PlayNegotiation negotiate(String offer, CodecConfig... present) {
        return PlayNegotiation.of(Offer.toWatch(offer), List.of(present), new Random(1));
    }

    private static void refused(String offer, String message, CodecConfig... present) {
        assertThatThrownBy(() -> negotiate(offer, present)).hasMessageContaining(message)
                .asInstanceOf(InstanceOfAssertFactories.type(ProtocolException.class))
                .extracting(ProtocolException::code).isEqualTo(StableCode.CODEC_UNSUPPORTED);
    }

    @ParameterizedTest(name = "profile {0} constraints {1} takes {2}")
    @CsvSource({"66,0xc0,108", "66,0x00,102", "77,0x00,116", "77,0x80,108", "100,0x00,41", "100,0x0c,41", "244,0x00,41",
            "88,0x00,102"})
    void chromiumsPayloadTypeNearestToTheStream(int profile, String constraints, int payloadType) {
        var media = negotiate(Offers.chromium(), sps(profile, Integer.decode(constraints))).media().getFirst();
        assertThat(media.codecs().getFirst().payloadType()).isEqualTo(payloadType);
        assertThat(media.codecs().getFirst().rtxPayloadType()).isEqualTo(payloadType == 41 ? 42 : payloadType + 1);
    }

    @Test
    void constrainedBaselineWhereTheStreamIsUnknown() {
        assertThat(negotiate(Offers.chromium()).media().getFirst().codecs().getFirst().payloadType()).isEqualTo(108);
    }

    @Test
    void theProfileAloneNeverRefuses() {
        var main = Offers.of("0",
                section("video", "0", "97", "a=rtpmap:97 h264/90000", "a=fmtp:97 packetization-mode=1"));
        assertThat(negotiate(main, sps(100, 0)).media().getFirst().codecs().getFirst().payloadType()).isEqualTo(97);
    }

    @Test
    void chromiumsSectionsAreAcceptedInOrder() {
        var negotiated = negotiate(Offers.chromium(), BASELINE, aac(2));
        assertThat(negotiated.media()).extracting(NegotiatedMedia::mid).containsExactly("0", "1");
        var video = negotiated.media().getFirst();
        assertThat(video.codec(Codec.H264).orElseThrow().feedback())
                .isEqualTo(EnumSet.complementOf(EnumSet.of(Feedback.TRANSPORT_CC)));
        assertThat(video.midExtensionId()).isEqualTo(9);
        assertThat(video.reducedSize()).isTrue();
        var audio = negotiated.media().getLast();
        assertThat(audio.codec(Codec.OPUS).orElseThrow()).isEqualTo(new NegotiatedCodec(Codec.OPUS, 111, 48_000, 2,
                NegotiatedCodec.NO_RTX, EnumSet.noneOf(Feedback.class)));
        assertThat(audio.rtxSsrc()).isZero();
        assertThat(audio.cname()).isEqualTo(video.cname()).isNotBlank();
        assertThat(List.of(video.ssrc(), video.rtxSsrc(), audio.ssrc(), 0L)).doesNotHaveDuplicates();
    }

    @Test
    void aKindThatTheAnchorDoesNotSendYetIsAccepted() {
        assertThat(negotiate(Offers.of("0 1", video("0"), audio("1")), BASELINE).media()).hasSize(2);
        assertThat(negotiate(Offers.of("0 1", video("0"), audio("1"))).media()).hasSize(2);
    }

    @Test
    void whoAsksForSoundOnlyGetsSoundOnly() {
        assertThat(negotiate(Offers.of("1", audio("1")), BASELINE, aac(2)).media()).extracting(NegotiatedMedia::kind)
                .containsExactly(MediaKind.AUDIO);
    }

    @Test
    void nobodyIsSilentlyBlackOrMute() {
        refused(Offers.of("0 1", VP8, audio("1")), "video codecs offered: found VP8, expected H264", BASELINE, aac(2));
        refused(Offers.of("0 1", MODE_0, audio("1")), "found H264 with packetization-mode=0, expected H264 with",
                BASELINE, aac(2));
        refused(Offers.of("0", video("0")), "found H264, expected VP9", new Vp9Config(0, 640, 360));
        refused(Offers.of("0 1", video("0"), PCMU), "audio codecs offered: found PCMU, expected opus", BASELINE,
                aac(2));
        refused(Offers.of("0", H261), "video codecs offered: found H261, expected H264 with packetization-mode=1, VP8");
    }

    @Test
    void aKindThatIsNotSentMayLackACodec() {
        var negotiated = negotiate(Offers.of("0 1", H261, audio("1")), aac(2));
        assertThat(negotiated.media()).extracting(NegotiatedMedia::kind).containsExactly(MediaKind.AUDIO);
    }

    @Test
    void everyCodecThatBothCanDoIsTakenThePresentOneFirst() {
        assertThat(labels(BASELINE)).containsExactly("H264 108/109", "VP8 96/97", "VP9 98/99", "AV1 45/46");
        assertThat(labels(new Vp8Config(640, 360))).startsWith("VP8 96/97", "H264 108/109").hasSize(4);
        assertThat(labels()).startsWith("H264 108/109").hasSize(4);
    }

    @Test
    void theProfileNearestToTheStreamIsTaken() {
        assertThat(labels(new Vp9Config(2, 640, 360))).startsWith("VP9 100/101");
        assertThat(labels(new Vp9Config(3, 640, 360))).startsWith("VP9 37/38");
        assertThat(labels(new Av1Config(1, 8, 0, 640, 360, Bytes.of(new byte[]{10})))).startsWith("AV1 47/48");
        var hevc = section("video", "0", "49 50", "a=rtpmap:49 H265/90000", "a=fmtp:49 profile-id=1;level-id=93",
                "a=rtpmap:50 h265/90000", "a=fmtp:50 level-id=93;profile-id=2;tier-flag=0;tx-mode=SRST");
        var main10 = new HevcConfig(List.of(), List.of(), List.of(), 2, 93, 640, 360, 0);
        assertThat(labels(Offers.of("0", hevc), main10)).containsExactly("HEVC 50/-1");
        assertThat(labels(Offers.of("0", hevc))).containsExactly("HEVC 49/-1");
    }

    private static List<String> labels(CodecConfig... present) {
        return labels(Offers.chromium(), present);
    }

    private static List<String> labels(String offer, CodecConfig... present) {
        return negotiate(offer, present).media().getFirst().codecs().stream()
                .map(c -> c.codec() + " " + c.payloadType() + "/" + c.rtxPayloadType()).toList();
    }

    @Test
    void anSsrcOfTheOffersIsNeverOurs() {
        var ours = negotiate(Offers.of("0", video("0"))).media().getFirst().ssrc();
        var taken = Offers.of("0", video("0") + "a=ssrc:" + ours + " cname:theirs\n").replace("recvonly", "sendrecv");
        assertThat(negotiate(taken).media().getFirst().ssrc()).isNotEqualTo(ours);
    }

    @Test
    void onlyTheFirstSectionOfAKindThatHasACodecIsTaken() {
        var negotiated = negotiate(Offers.of("0 1 2 3", H261, video("1"), video("2"), audio("3")), BASELINE);
        assertThat(negotiated.media()).extracting(NegotiatedMedia::mid).containsExactly("1", "3");
    }

    @Test
    void theMidExtensionNeedsAOneByteIdAndAShortMid() {
        assertThat(extension("0", 14)).isEqualTo(14);
        assertThat(extension("0", 15)).isZero();
        assertThat(extension("0123456789abcdef", 3)).isEqualTo(3);
        assertThat(extension("0123456789abcdefg", 3)).isZero();
        var session = Offers.of("0", video("0")).replace("t=0 0\n",
                "t=0 0\na=extmap:5 urn:ietf:params:rtp-hdrext:sdes:mid\n");
        assertThat(negotiate(session).media().getFirst().midExtensionId()).isEqualTo(5);
    }

    private static int extension(String mid, int id) {
        return negotiate(
                Offers.of(mid, video(mid) + "a=extmap:" + id + "/sendonly urn:ietf:params:rtp-hdrext:sdes:mid\n"))
                .media()
                .getFirst().midExtensionId();
    }
}
