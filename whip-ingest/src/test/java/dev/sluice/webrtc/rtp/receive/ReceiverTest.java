package dev.sluice.webrtc.rtp.receive;

import dev.sluice.media.MediaKind;
import dev.sluice.testkit.FakeClock;
import dev.sluice.webrtc.rtp.RecordingSink;
import dev.sluice.webrtc.rtp.wire.RtcpPacket;
import dev.sluice.webrtc.rtp.wire.RtcpWriter;
import dev.sluice.webrtc.sdp.Feedback;
import dev.sluice.webrtc.sdp.ReceivedMedia;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.sluice.webrtc.rtp.receive.TestMedia.ALL;
import static dev.sluice.webrtc.rtp.receive.TestMedia.AUDIO_SSRC;
import static dev.sluice.webrtc.rtp.receive.TestMedia.AUDIO_TYPE;
import static dev.sluice.webrtc.rtp.receive.TestMedia.RTX_SSRC;
import static dev.sluice.webrtc.rtp.receive.TestMedia.RTX_TYPE;
import static dev.sluice.webrtc.rtp.receive.TestMedia.VIDEO_SSRC;
import static dev.sluice.webrtc.rtp.receive.TestMedia.VIDEO_TYPE;
import static org.assertj.core.api.Assertions.assertThat;

class ReceiverTest {
    private static final ReceivedMedia VIDEO = TestMedia.video(TestMedia.vp8(ALL, true));
    private static final ReceivedMedia AUDIO = TestMedia.audio(Set.of());

    private record Got(String rid, MediaKind kind, int number) {}

    private final FakeClock clock = new FakeClock();
    private final RecordingSink sink = new RecordingSink(clock);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<Got> got = new ArrayList<>();
    private Receiver receiver = receiver(VIDEO, AUDIO);

    private Receiver receiver(ReceivedMedia... media) {
        return new Receiver(List.of(media), new Receiver.Parts(TestMedia.OUR_SSRC, "relay", sink,
                codec -> new NumberedFrames(codec.codec()), new ReceiveMetrics(registry), this::onFrame));
    }

    private void onFrame(ReceivedFrame frame) {
        got.add(new Got(frame.rid(), frame.kind(), NumberedFrames.number(frame.payload())));
        frame.payload().release();
    }

    private void packet(long ssrc, int type, int sequence, ByteBuf payload, Object... elements) {
        var packet = TestMedia.packet(ssrc, type, sequence, sequence * 3_000L, true, payload, elements);
        receiver.onRtp(packet, clock.nanos());
        packet.release();
    }

    /** A frame of one packet, whose number is the sequence number. */
    private void frame(long ssrc, int type, int sequence, Object... elements) {
        packet(ssrc, type, sequence, NumberedFrames.payload(sequence, true, 0, 1), elements);
    }

    private void pass(long millis) {
        for (long i = 0; i < millis; i += 10) {
            clock.advanceMillis(10);
            receiver.tick(clock.nanos());
        }
    }

    private <T extends RtcpPacket> List<T> sent(Class<T> type) {
        return sink.rtcp.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private double dropped(String reason) {
        return registry.counter("sluice.rtp.dropped", "reason", reason).count();
    }

    @AfterEach
    void close() {
        receiver.close();
        receiver.close();
    }

    @Test
    void findsAStreamByAnnouncedSsrc() {
        receiver = receiver(TestMedia.with(VIDEO, List.of(5L, 6L), List.of()),
                TestMedia.with(AUDIO, List.of(5L, 7L), List.of()));
        frame(5, VIDEO_TYPE, 1);
        frame(7, AUDIO_TYPE, 2);
        frame(5, AUDIO_TYPE, 3);
        assertThat(got).as("the first who claims an SSRC keeps it").containsExactly(new Got("", MediaKind.VIDEO, 1),
                new Got("", MediaKind.AUDIO, 2));
        assertThat(dropped("RTP_UNKNOWN")).isEqualTo(1);
    }

    @Test
    void findsAStreamByMidOnceItWasNamed() {
        receiver = receiver(VIDEO, new ReceivedMedia("w", MediaKind.VIDEO, VIDEO.codecs(), List.of(), List.of(),
                List.of("x"), TestMedia.EXTENSIONS, true));
        frame(1, VIDEO_TYPE, 1, 1, "w", 2, "x");
        frame(1, VIDEO_TYPE, 2);
        frame(2, VIDEO_TYPE, 3, 1, "v");
        frame(3, VIDEO_TYPE, 4);
        frame(4, VIDEO_TYPE, 5, 1, "z");
        assertThat(got).extracting(Got::rid).containsExactly("x", "x", "");
        assertThat(dropped("RTP_UNKNOWN")).isEqualTo(2);
    }

    @Test
    void findsAStreamByPayloadType() {
        frame(VIDEO_SSRC, VIDEO_TYPE, 1);
        frame(AUDIO_SSRC, AUDIO_TYPE, 2);
        frame(77, 77, 3);
        assertThat(got).extracting(Got::kind).containsExactly(MediaKind.VIDEO, MediaKind.AUDIO);
        assertThat(dropped("RTP_UNKNOWN")).isEqualTo(1);
    }

    @Test
    void keepsTheEncodingsOfASimulcastApart() {
        receiver = receiver(TestMedia.with(VIDEO, List.of(), List.of("h", "m", "l")));
        for (int i = 0; i < 3; i++) {
            var rid = List.of("h", "m", "l").get(i);
            frame(10 + i, VIDEO_TYPE, 1, 1, "v", 2, rid);
            frame(10 + i, VIDEO_TYPE, 3);
            packet(20 + i, RTX_TYPE, 9, Unpooled.buffer().writeShort(2)
                    .writeBytes(NumberedFrames.payload(2, true, 0, 1)), 1, "v", 3, rid);
        }
        frame(30, VIDEO_TYPE, 1, 1, "v", 2, "other");
        frame(31, VIDEO_TYPE, 1, 1, "v");
        assertThat(got).extracting(Got::number).containsExactly(1, 2, 3, 1, 2, 3, 1, 2, 3);
        assertThat(got).extracting(Got::rid).containsExactly("h", "h", "h", "m", "m", "m", "l", "l", "l");
        assertThat(receiver.stats()).extracting(StreamStats::rid).containsExactly("h", "m", "l");
        receiver.requestKeyFrame("m", clock.nanos());
        assertThat(sent(RtcpPacket.PictureLoss.class)).containsExactly(new RtcpPacket.PictureLoss(9, 11));
    }

    @Test
    void anotherSsrcTakesThePlaceForGood() {
        frame(1, VIDEO_TYPE, 100);
        frame(2, VIDEO_TYPE, 7);
        assertThat(got).as("too soon").hasSize(1);
        pass(200);
        frame(2, VIDEO_TYPE, 8);
        frame(1, VIDEO_TYPE, 101);
        frame(2, VIDEO_TYPE, 9);
        assertThat(got).extracting(Got::number).containsExactly(100, 8, 9);
        assertThat(receiver.stats()).hasSize(1);
    }

    @Test
    void ssrcsAreBounded() {
        for (int i = 1; i <= 1_000; i++) {
            frame(i, VIDEO_TYPE, i);
            pass(200);
        }
        assertThat(got).as("each encoder restart").hasSize(1_000);
        for (int i = 1; i <= 1_000; i++) {
            packet(100_000 + i, RTX_TYPE, 1, Unpooled.buffer().writeShort(1));
        }
        assertThat(dropped("RTP_UNKNOWN")).isGreaterThan(900);
    }

    @Test
    void asksForWhatIsMissingAndTakesItFromTheRetransmission() {
        frame(VIDEO_SSRC, VIDEO_TYPE, 65_534);
        frame(VIDEO_SSRC, VIDEO_TYPE, 1);
        assertThat(got).hasSize(1);
        pass(10);
        assertThat(sent(RtcpPacket.Nack.class)).containsExactly(
                new RtcpPacket.Nack(9, VIDEO_SSRC, List.of(new RtcpPacket.Lost(65_535, 1))));
        packet(RTX_SSRC, RTX_TYPE, 1, Unpooled.EMPTY_BUFFER);
        packet(RTX_SSRC, RTX_TYPE, 2, Unpooled.buffer().writeByte(1));
        for (int sequence : new int[]{0, 65_535, 65_535, 5}) {
            packet(RTX_SSRC, RTX_TYPE, 3, Unpooled.buffer().writeShort(sequence)
                    .writeBytes(NumberedFrames.payload(sequence, true, 0, 1)));
        }
        assertThat(got).extracting(Got::number).containsExactly(65_534, 65_535, 0, 1);
        pass(1_000);
        assertThat(sent(RtcpPacket.Nack.class)).hasSize(1);
        var stats = receiver.stats().getFirst();
        assertThat(stats.recovered()).isEqualTo(2);
        assertThat(stats.nacked()).isEqualTo(2);
        assertThat(stats.lost()).isZero();
        assertThat(stats.frames()).isEqualTo(4);
        assertThat(registry.counter("sluice.receive.recovered").count()).isEqualTo(2);
    }

    @Test
    void aLossForGoodIsAKeyFrameRequestUntilOneComes() {
        frame(VIDEO_SSRC, VIDEO_TYPE, 1);
        packet(VIDEO_SSRC, VIDEO_TYPE, 3, NumberedFrames.payload(3, false, 0, 1));
        pass(490);
        assertThat(sent(RtcpPacket.PictureLoss.class)).isEmpty();
        pass(1_100);
        assertThat(sent(RtcpPacket.PictureLoss.class)).hasSize(3);
        frame(VIDEO_SSRC, VIDEO_TYPE, 4);
        pass(2_000);
        assertThat(sent(RtcpPacket.PictureLoss.class)).hasSize(3);
        assertThat(got).extracting(Got::number).containsExactly(1, 4);
        var stats = receiver.stats().getFirst();
        assertThat(stats.lost()).isEqualTo(1);
        assertThat(stats.keyFrameRequests()).isEqualTo(3);
        assertThat(stats.framesDropped()).isEqualTo(1);
    }

    @Test
    void aStreamThatDoesNotBeginWithAKeyFrameIsAskedForOne() {
        packet(VIDEO_SSRC, VIDEO_TYPE, 1, NumberedFrames.payload(3, false, 0, 1));
        pass(290);
        assertThat(sent(RtcpPacket.PictureLoss.class)).isEmpty();
        pass(10);
        assertThat(sent(RtcpPacket.PictureLoss.class)).hasSize(1);
    }

    @Test
    void viewersAreHeardOnceASecond() {
        frame(VIDEO_SSRC, VIDEO_TYPE, 1);
        for (int i = 0; i < 290; i++) {
            receiver.requestKeyFrame("", clock.nanos());
            pass(10);
        }
        assertThat(sent(RtcpPacket.PictureLoss.class)).hasSize(3);
    }

    @Test
    void asksInTheWayThatWasAgreed() {
        receiver = receiver(TestMedia.video(TestMedia.vp8(Set.of(Feedback.CCM_FIR), false)));
        frame(1, VIDEO_TYPE, 1);
        receiver.requestKeyFrame("", clock.nanos());
        pass(1_000);
        assertThat(sent(RtcpPacket.FullIntraRequest.class)).containsExactly(
                new RtcpPacket.FullIntraRequest(9, List.of(new RtcpPacket.Intra(1, 0))),
                new RtcpPacket.FullIntraRequest(9, List.of(new RtcpPacket.Intra(1, 1))));
        sink.rtcp.clear();
        receiver.close();
        receiver = receiver(TestMedia.video(TestMedia.vp8(Set.of(), false)));
        frame(1, VIDEO_TYPE, 1);
        frame(1, VIDEO_TYPE, 3);
        receiver.requestKeyFrame("", clock.nanos());
        pass(900);
        assertThat(sink.rtcp).as("FFmpeg agrees to nothing").isEmpty();
        assertThat(got).extracting(Got::number).endsWith(1, 3);
    }

    @Test
    void reportsOnceASecond() {
        frame(VIDEO_SSRC, VIDEO_TYPE, 1);
        frame(AUDIO_SSRC, AUDIO_TYPE, 2);
        var report = Unpooled.buffer();
        RtcpWriter.write(report,
                new RtcpPacket.SenderReport(VIDEO_SSRC, 0x1122_3344_5566_7788L, 3_000, 1, 1, List.of()));
        receiver.onRtcp(report, clock.nanos());
        pass(2_000);
        var reports = sent(RtcpPacket.ReceiverReport.class);
        assertThat(reports).hasSize(2);
        assertThat(reports.getFirst().ssrc()).isEqualTo(9);
        assertThat(reports.getFirst().blocks()).extracting(RtcpPacket.ReportBlock::ssrc).containsExactly(VIDEO_SSRC,
                AUDIO_SSRC);
        assertThat(reports.getFirst().blocks().getFirst().lastSenderReport()).isEqualTo(0x3344_5566L);
        assertThat(sent(RtcpPacket.SourceDescription.class)).contains(
                new RtcpPacket.SourceDescription(List.of(new RtcpPacket.Chunk(9, "relay"))));
    }

    @Test
    void withoutReducedSizeFeedbackFollowsAReport() {
        receiver = receiver(new ReceivedMedia("v", MediaKind.VIDEO, VIDEO.codecs(), List.of(), List.of(), List.of(),
                TestMedia.EXTENSIONS, false));
        frame(1, VIDEO_TYPE, 1);
        receiver.requestKeyFrame("", clock.nanos());
        assertThat(sink.rtcp).hasExactlyElementsOfTypes(RtcpPacket.ReceiverReport.class,
                RtcpPacket.SourceDescription.class, RtcpPacket.PictureLoss.class);
    }

    @Test
    void tellsArrivalsTenTimesASecond() {
        for (int i = 0; i < 100; i++) {
            frame(VIDEO_SSRC, VIDEO_TYPE, i, 4, (short) i);
            pass(10);
        }
        assertThat(sent(RtcpPacket.Feedback.class)).hasSize(10).containsOnly(
                new RtcpPacket.Feedback(205, 15, 9, VIDEO_SSRC));
        pass(500);
        assertThat(sent(RtcpPacket.Feedback.class)).as("nothing came").hasSize(10);
    }

    @Test
    void whatIsMalformedIsCounted() {
        receiver.onRtp(Unpooled.buffer().writeInt(7), clock.nanos());
        receiver.onRtcp(Unpooled.buffer().writeInt(7), clock.nanos());
        assertThat(dropped("RTP_MALFORMED")).isEqualTo(2);
    }

    @Test
    void aClosedReceiverIsDeaf() {
        frame(VIDEO_SSRC, VIDEO_TYPE, 1);
        frame(VIDEO_SSRC, VIDEO_TYPE, 3);
        receiver.close();
        frame(VIDEO_SSRC, VIDEO_TYPE, 2);
        receiver.requestKeyFrame("", clock.nanos());
        pass(2_000);
        assertThat(got).hasSize(1);
        assertThat(sink.rtcp).isEmpty();
        assertThat(receiver.stats()).hasSize(1);
    }
}
