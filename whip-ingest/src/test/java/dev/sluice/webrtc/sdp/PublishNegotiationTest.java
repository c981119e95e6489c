package dev.sluice.webrtc.sdp;

import dev.sluice.media.Codec;
import dev.sluice.media.MediaKind;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.sdp.grammar.MediaDescription.SourceGroup;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.sluice.webrtc.sdp.Offers.audio;
import static dev.sluice.webrtc.sdp.Offers.h264;
import static dev.sluice.webrtc.sdp.Offers.section;
import static dev.sluice.webrtc.sdp.Offers.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PublishNegotiationTest {
    private static final String EXTENSIONS = """
            a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid
            a=extmap:2 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id
            """;

    private static PublishNegotiation negotiate(String offer) {
        return PublishNegotiation.of(Offer.toPublish(Offers.sending(offer)), new Random(1));
    }

    private static ReceivedMedia of(MediaKind kind, String file) {
        return negotiate(Offers.captured(file)).media().stream().filter(media -> media.kind() == kind).findFirst()
                .orElseThrow();
    }

    private static List<String> labels(ReceivedMedia media) {
        return media.codecs().stream().map(c -> c.codec() + " " + c.payloadType() + "/" + c.rtxPayloadType()).toList();
    }

    @Test
    void everyPayloadTypeWeCanReceiveInTheOffersOrder() {
        var all = negotiate(Offers.chromium()).media().getFirst();
        assertThat(labels(all)).containsExactly("VP8 96/97", "VP9 98/99", "VP9 100/101", "VP9 35/36", "VP9 37/38",
                "H264 102/103", "H264 108/109", "H264 116/117", "H264 41/42", "AV1 45/46", "AV1 47/48");
        assertThat(all.codecs()).allSatisfy(codec -> assertThat(codec.feedback()).isEqualTo(
                EnumSet.of(Feedback.TRANSPORT_CC, Feedback.CCM_FIR, Feedback.NACK, Feedback.NACK_PLI)));
    }

    @Test
    void chromium() {
        var video = of(MediaKind.VIDEO, "chromium-156-whip-offer.sdp");
        assertThat(labels(video)).containsExactly("H264 108/-1");
        assertThat(video.mid()).isEqualTo("0");
        assertThat(video.ssrcs()).containsExactly(4_248_689_557L);
        assertThat(video.rids()).isEmpty();
        assertThat(video.extensions()).isEqualTo(new ReceivedExtensions(9, 10, 11, 4));
        assertThat(video.reducedSize()).isTrue();
        var audio = of(MediaKind.AUDIO, "chromium-156-whip-offer.sdp");
        assertThat(labels(audio)).containsExactly("OPUS 111/-1");
        assertThat(audio.extensions()).isEqualTo(new ReceivedExtensions(9, 0, 0, 4));
    }

    @Test
    void ffmpegHasNoExtensionsAndNoFeedback() {
        var video = of(MediaKind.VIDEO, "ffmpeg-8.0.1-whip-offer.sdp");
        assertThat(labels(video)).containsExactly("H264 106/-1");
        assertThat(video.extensions()).isEqualTo(ReceivedExtensions.NONE);
        assertThat(video.codecs().getFirst().feedback()).isEmpty();
        assertThat(of(MediaKind.AUDIO, "ffmpeg-8.0.1-whip-offer.sdp").mid()).isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource({"chromium-156, true", "chromium-simulcast, true", "firefox, true", "gstreamer, true", "obs-30, true",
            "ffmpeg-8.0.1, false"})
    void whoCanBeAskedForKeyFrames(String client, boolean given) {
        assertThat(of(MediaKind.VIDEO, client + "-whip-offer.sdp").givesKeyFrames()).isEqualTo(given);
        assertThat(of(MediaKind.AUDIO, client + "-whip-offer.sdp").givesKeyFrames()).isFalse();
    }

    @Test
    void obsHasNoTransportCcAndIsNotPromisedRemb() {
        var video = of(MediaKind.VIDEO, "obs-30-whip-offer.sdp");
        assertThat(labels(video)).containsExactly("H264 96/-1");
        assertThat(video.ssrcs()).containsExactly(3_141_592_654L);
        assertThat(video.codecs().getFirst().feedback())
                .isEqualTo(EnumSet.of(Feedback.NACK, Feedback.NACK_PLI));
    }

    @Test
    void firefoxsModeZeroIsNotTaken() {
        var video = of(MediaKind.VIDEO, "firefox-whip-offer.sdp");
        assertThat(labels(video)).containsExactly("VP8 120/124", "VP9 121/125", "H264 126/127");
        assertThat(video.ssrcs()).containsExactly(2_654_435_769L, 3_266_489_917L);
        assertThat(video.groups()).containsExactly(new SourceGroup("FID", video.ssrcs()));
        assertThat(labels(of(MediaKind.AUDIO, "firefox-whip-offer.sdp"))).containsExactly("OPUS 109/-1");
    }

    @Test
    void gstreamer() {
        assertThat(labels(of(MediaKind.VIDEO, "gstreamer-whip-offer.sdp"))).containsExactly("VP8 96/97");
        var audio = of(MediaKind.AUDIO, "gstreamer-whip-offer.sdp");
        assertThat(audio.mid()).isEqualTo("audio1");
        assertThat(audio.codecs()).extracting(NegotiatedCodec::codec).containsExactly(Codec.OPUS);
    }

    @Test
    void chromiumsLayers() {
        var video = of(MediaKind.VIDEO, "chromium-simulcast-whip-offer.sdp");
        assertThat(video.rids()).containsExactly("q", "h", "f");
        assertThat(video.ssrcs()).isEmpty();
    }

    @ParameterizedTest(name = "{0} of {1} gives {2}")
    @CsvSource(textBlock = """
            send a;b,                 a b,       a b
            send ~a;b,                a b,       a b
            'send a,b;c',             a b c,     a c
            'send x,b;c',             b c,       b c
            send a;a;b,               a b,       a b
            send a;b;c;d;e,           a b c d e, a b c d
            recv a;b,                 a b,       ''
            recv c send a;b,          a b,       a b
            send a;b,                 '',        ''
            send a;abcdefghijklmnopq, a abcdefghijklmnopq, a
            """)
    void layers(String simulcast, String described, String taken) {
        var rids = described.isEmpty() ? "" : "a=rid:" + described.replace(" ", " send\na=rid:") + " send\n";
        var media = negotiate(Offers.of("0", video("0") + EXTENSIONS + rids + "a=simulcast:" + simulcast + "\n"));
        assertThat(String.join(" ", media.media().getFirst().rids())).isEqualTo(taken);
    }

    @Test
    void withoutTheRidExtensionNobodyCouldTellTheLayersApart() {
        var layers = "a=rid:a send\na=rid:b send\na=simulcast:send a;b\n";
        assertThat(negotiate(Offers.of("0", video("0") + layers)).media().getFirst().rids()).isEmpty();
    }

    @Test
    void extensionsOfTheSessionCountAndLongIdsDoNot() {
        var session = Offers.of("0", video("0")).replace("t=0 0\n", "t=0 0\n" + EXTENSIONS);
        assertThat(negotiate(session).media().getFirst().extensions()).isEqualTo(new ReceivedExtensions(1, 2, 0, 0));
        var two = Offers.of("0", video("0") + EXTENSIONS.replace("map:1", "map:15"));
        assertThat(negotiate(two).media().getFirst().extensions()).isEqualTo(new ReceivedExtensions(0, 2, 0, 0));
    }

    @Test
    void halfAStreamIsRefused() {
        var pcmu = section("audio", "1", "0", "a=rtpmap:0 PCMU/8000");
        refused(Offers.of("0 1", video("0"), pcmu), "audio codecs offered: found PCMU, expected opus/48000/2");
        var mode0 = section("video", "0", "102 103", h264(102, 0, "42e01f"), "a=rtpmap:103 rtx/90000");
        refused(Offers.of("0 1", mode0, audio("1")), "video codecs offered: found H264 with packetization-mode=0, rtx,"
                + " expected H264 with packetization-mode=1, VP8, VP9, AV1 or H265");
    }

    private static void refused(String offer, String message) {
        assertThatThrownBy(() -> negotiate(offer)).hasMessage(message)
                .asInstanceOf(InstanceOfAssertFactories.type(ProtocolException.class))
                .extracting(ProtocolException::code).isEqualTo(StableCode.CODEC_UNSUPPORTED);
    }
}
