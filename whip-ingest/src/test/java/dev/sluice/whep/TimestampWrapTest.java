package dev.sluice.whep;

import dev.sluice.webrtc.rtp.RecordingSink.Sent;
import dev.sluice.webrtc.rtp.wire.RtcpPacket;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

/**
 * A viewer who stays for longer than RTP timestamps last: 13.25 h of video's 90 kHz, 24.9 h of audio's 48 kHz. In compressed
 * time, with every frame sent around the wraps.
 */
class TimestampWrapTest {
    private static final long START_MILLIS = 1_714_564_800_000L;
    private static final int VIDEO_RATE = 90_000;
    private static final int AUDIO_RATE = 48_000;
    private static final int STEP_MILLIS = 27_000;
    private static final int NEAR_MILLIS = 2_000;
    private static final int FRAME_MILLIS = 20;

    private final ViewerFixture room = new ViewerFixture();
    private final ViewerFixture.Watching viewer = room.join(ViewerFixture.audio(), ViewerFixture.video(false));

    @AfterEach
    void close() {
        room.close();
    }

    private void frames() {
        room.publishVideo(room.videoTrack(), true, 200, 1);
        room.publishAudio(room.audioTrack());
    }

    /** Now and then a frame; the loop's own time stands still. */
    private void until(long nanos) {
        for (long left = nanos - room.clock.nanos(); left > 0; left = nanos - room.clock.nanos()) {
            room.clock.advanceMillis(Math.min(STEP_MILLIS, Math.ceilDiv(left, 1_000_000)));
            frames();
            viewer.report();
        }
    }

    /** Every frame, and the sender reports of each second. */
    private void dense() {
        for (int passed = 0; passed < 2 * NEAR_MILLIS; passed += FRAME_MILLIS) {
            room.advance(FRAME_MILLIS);
            frames();
            viewer.report();
        }
    }

    /** When the timestamp of a stream wraps, by our clock. */
    private static long wrapNanos(Sent first, int rate) {
        return first.nanos() + ((1L << 32) - Integer.toUnsignedLong(first.timestamp())) * 1_000_000_000L / rate;
    }

    @Test
    void timestampsAndReportsGoOnOverTheWraps() {
        frames();
        long video = wrapNanos(viewer.video().getFirst(), VIDEO_RATE);
        long audio = wrapNanos(viewer.sink().of(ViewerFixture.AUDIO).getFirst(), AUDIO_RATE);
        LongStream.of(video, audio).sorted().forEach(wrap -> {
            until(wrap - NEAR_MILLIS * 1_000_000L);
            dense();
        });
        check(ViewerFixture.VIDEO, VIDEO_RATE, video);
        check(ViewerFixture.AUDIO, AUDIO_RATE, audio);
    }

    private void check(long ssrc, int rate, long wrapNanos) {
        var packets = viewer.sink().of(ssrc);
        for (int i = 1; i < packets.size(); i++) {
            var before = packets.get(i - 1);
            var now = packets.get(i);
            assertThat(Integer.toUnsignedLong(now.timestamp() - before.timestamp())).as("step to frame %d", i)
                    .isEqualTo((now.nanos() - before.nanos()) / 1_000_000 * rate / 1_000);
        }
        var near = packets.stream().filter(packet -> Math.abs(packet.nanos() - wrapNanos) < NEAR_MILLIS * 1_000_000L)
                .toList();
        assertThat(near.getFirst().timestamp()).as("before the wrap").isNegative();
        assertThat(near.getLast().timestamp()).as("behind it").isPositive();
        var reports = viewer.sink().reports(ssrc).stream()
                .filter(report -> Math.abs(reportMillis(report) - millis(wrapNanos)) < NEAR_MILLIS).toList();
        assertThat(reports).hasSizeGreaterThanOrEqualTo(3);
        reports.forEach(report -> near.forEach(packet -> assertThat(
                reportMillis(report) + (packet.timestamp() - (int) report.rtpTimestamp()) * 1_000.0 / rate)
                .as("when the packet's media was captured").isCloseTo(millis(packet.nanos()), offset(1.0))));
    }

    /** The time that a report names, milliseconds since 1970. */
    private static double reportMillis(RtcpPacket.SenderReport report) {
        return ((report.ntp() >>> 32) - 2_208_988_800L) * 1_000.0 + (report.ntp() & 0xffffffffL) * 1_000 / 0x1p32;
    }

    private static double millis(long nanos) {
        return START_MILLIS + nanos / 1e6;
    }
}
