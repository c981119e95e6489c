package dev.sluice.whep;

import dev.sluice.webrtc.rtp.RecordingSink.Sent;
import dev.sluice.webrtc.rtp.wire.NtpTime;
import dev.sluice.webrtc.rtp.wire.RtcpPacket;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

class ViewerReportsTest {
    private final ViewerFixture room = new ViewerFixture();

    @AfterEach
    void close() {
        room.close();
    }

    /** Seconds of audio at 50 and video at 25 frames a second, a key frame each second. */
    private void play(int seconds, ViewerFixture.Watching... reporting) {
        var video = room.videoTrack();
        var audio = room.audioTrack();
        for (int i = 0; i < seconds * 50; i++) {
            if (i % 2 == 0) {
                room.publishVideo(video, i % 50 == 0, 1_500, i & 0xff);
            }
            room.publishAudio(audio);
            room.advance(20);
            if (i % 50 == 49) {
                List.of(reporting).forEach(ViewerFixture.Watching::report);
            }
        }
    }

    /** Milliseconds since 1970 at which a packet's media was captured, as a browser works it out. */
    private static double capturedMillis(RtcpPacket.SenderReport report, Sent packet, int clockRate) {
        double seconds = (report.ntp() >>> 32) - 2_208_988_800L + (report.ntp() & 0xffffffffL) / 0x1p32;
        return (seconds + (packet.timestamp() - (int) report.rtpTimestamp()) / (double) clockRate) * 1_000;
    }

    @Test
    void senderReportsMapAudioAndVideoOntoOneClock() {
        var watching = room.join(ViewerFixture.audio(), ViewerFixture.video(false));
        play(3, watching);
        for (var report : watching.sink().reports(ViewerFixture.VIDEO)) {
            for (var packet : watching.video()) {
                assertThat(capturedMillis(report, packet, 90_000))
                        .isCloseTo(1_714_564_800_000.0 + packet.nanos() / 1e6, offset(1.5));
            }
        }
        for (var report : watching.sink().reports(ViewerFixture.AUDIO)) {
            for (var packet : watching.sink().of(ViewerFixture.AUDIO)) {
                assertThat(capturedMillis(report, packet, 48_000))
                        .isCloseTo(1_714_564_800_000.0 + packet.nanos() / 1e6, offset(1.5));
            }
        }
    }

    @Test
    void theFirstSenderReportComesWithTheFirstFrameThenOneASecond() {
        var watching = room.join(ViewerFixture.video(false));
        room.publishVideo(room.videoTrack(), true, 3_000, 0);
        var first = watching.sink().reports(ViewerFixture.VIDEO);
        assertThat(first).hasSize(1);
        assertThat(first.getFirst().packets()).isEqualTo(4);
        assertThat(first.getFirst().octets())
                .isEqualTo(watching.video().stream().mapToInt(packet -> packet.payload().length() / 2).sum());
        play(20, watching);
        assertThat(watching.sink().reports(ViewerFixture.VIDEO)).hasSizeBetween(20, 24);
        assertThat(watching.sink().rtcp).contains(
                new RtcpPacket.SourceDescription(List.of(new RtcpPacket.Chunk(ViewerFixture.VIDEO, "cname"))));
    }

    @Test
    void aReportIsOfNowEvenWhenNothingWasSentForLong() {
        var watching = room.join(ViewerFixture.video(false));
        play(1, watching);
        room.advance(5_000);
        var last = watching.sink().reports(ViewerFixture.VIDEO).getLast();
        var packet = watching.video().getLast();
        assertThat(capturedMillis(last, packet, 90_000)).isCloseTo(1_714_564_800_000.0 + packet.nanos() / 1e6,
                offset(1.5));
        assertThat((int) last.rtpTimestamp() - packet.timestamp()).isGreaterThan(4 * 90_000);
    }

    @Test
    void aSourceThatRunsTooFastIsStampedAtTheWallClocksPaceAndStaysInSync() {
        var watching = room.join(ViewerFixture.video(false));
        long start = room.clock.nanos();
        for (int i = 0; i < 200; i++) {
            room.publishVideo(room.videoTrack(), i % 50 == 0, 500, i & 0xff, start + i * 42_000_000L);
            room.advance(40);
        }
        var packets = watching.video();
        var early = packets.get(50);
        var last = packets.getLast();
        assertThat((last.timestamp() - early.timestamp()) / 90.0)
                .isCloseTo((last.nanos() - early.nanos()) / 1e6, offset(30.0));
        assertThat(capturedMillis(watching.sink().reports(ViewerFixture.VIDEO).getLast(), last, 90_000))
                .isCloseTo(1_714_564_800_000.0 + start / 1e6 + 199 * 42, offset(5.0));
    }

    @Test
    void aViewerThatDoesNotReportLosesItsVideoAndGetsItBackAtAKeyFrame() {
        var deaf = room.join(ViewerFixture.audio(), ViewerFixture.video(false));
        var other = room.join(ViewerFixture.audio(), ViewerFixture.video(false));
        play(9, other);
        assertThat(room.paused()).isZero();
        play(2, other);
        assertThat(room.paused()).isEqualTo(1);
        assertThat(deaf.viewer().video().paused()).isTrue();
        int video = deaf.video().size();
        int audio = deaf.sink().of(ViewerFixture.AUDIO).size();
        play(5, other);
        assertThat(deaf.video()).hasSize(video);
        assertThat(deaf.sink().of(ViewerFixture.AUDIO)).hasSize(audio + 250);
        assertThat(other.video().stream().filter(Sent::marker)).hasSize(16 * 25);
        assertThat(room.count("sluice.frames.dropped", "NO_REPORTS")).isGreaterThanOrEqualTo(5 * 25);
        deaf.report();
        assertThat(room.paused()).isZero();
        var track = room.videoTrack();
        room.publishVideo(track, false, 1_500, 1);
        assertThat(deaf.video()).hasSize(video);
        room.publishVideo(track, true, 1_500, 2);
        assertThat(deaf.video().get(video).payload()).startsWith("78");
        assertThat(deaf.video().get(video).sequence()).isEqualTo(deaf.video().get(video - 1).sequence() + 1 & 0xffff);
    }

    @Test
    void figuresComeFromTheViewersReports() {
        var watching = room.join(ViewerFixture.video(false));
        play(2, watching);
        var report = watching.sink().reports(ViewerFixture.VIDEO).getLast();
        room.advance(150);
        watching.rtcp(new RtcpPacket.ReceiverReport(9, List.of(new RtcpPacket.ReportBlock(ViewerFixture.VIDEO, 64, 7, 0,
                900, NtpTime.middle(report.ntp()) & 0xffffffffL, 65_536 / 10))));
        play(1, watching);
        var stats = watching.viewer().stats().getFirst();
        assertThat(stats.lossFraction()).isEqualTo(0.25);
        assertThat(stats.jitterMillis()).isEqualTo(10);
        assertThat(stats.rttMillis()).isCloseTo(50, offset(1.0));
        assertThat(stats.packets()).isBetween(100L, 160L);
        assertThat(stats.bytes()).isGreaterThan(100_000);
    }

    @Test
    void wishesForAKeyFrameAreCountedAndPassedOnOnceASecond() {
        var one = room.join(ViewerFixture.video(false));
        var two = room.join(ViewerFixture.video(false));
        room.publishVideo(room.videoTrack(), true, 100, 0);
        room.advance(2_000);
        room.keyFrameRequests = 0;
        for (int i = 0; i < 29; i++) {
            one.rtcp(new RtcpPacket.PictureLoss(9, ViewerFixture.VIDEO));
            two.rtcp(new RtcpPacket.FullIntraRequest(9, List.of(new RtcpPacket.Intra(ViewerFixture.VIDEO, i))));
            room.advance(100);
        }
        assertThat(room.keyFrameRequests).isEqualTo(3);
        assertThat(room.metrics.counter("sluice.keyframe.requests").count()).isGreaterThanOrEqualTo(58);
    }

    @Test
    void garbageIsCountedAndIsNoReport() {
        var watching = room.join(ViewerFixture.video(false));
        watching.viewer().onRtcp(Unpooled.wrappedBuffer(new byte[]{1, 2, 3, 4}));
        assertThat(room.count("sluice.rtp.dropped", "RTP_MALFORMED")).isEqualTo(1);
        watching.rtcp(new RtcpPacket.Nack(9, 12_345, List.of(new RtcpPacket.Lost(0, 0xffff))));
        watching.rtcp(new RtcpPacket.Goodbye(List.of(ViewerFixture.VIDEO)));
        assertThat(watching.sink().rtp).isEmpty();
    }
}
