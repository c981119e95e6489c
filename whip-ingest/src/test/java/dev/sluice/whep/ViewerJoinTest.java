package dev.sluice.whep;

import dev.sluice.media.h264.NalUnits;
import dev.sluice.webrtc.rtp.RecordingSink.Sent;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

class ViewerJoinTest {
    private static final long MILLI = 1_000_000;
    private static final int TICKS_PER_MILLI = 90;

    private final ViewerFixture room = new ViewerFixture();

    @AfterEach
    void close() {
        room.close();
    }

    /** The packets that end a frame. */
    private static List<Sent> frames(List<Sent> packets) {
        return packets.stream().filter(Sent::marker).toList();
    }

    private static void assertGapless(List<Sent> packets) {
        for (int i = 1; i < packets.size(); i++) {
            assertThat(packets.get(i).sequence()).isEqualTo(packets.get(i - 1).sequence() + 1 & 0xffff);
        }
    }

    private static long millisOf(Sent packet, long start) {
        return (packet.nanos() - start) / MILLI;
    }

    @Test
    void twoSecondsOfCachedFramesAreOutWithin300MillisPacedAndThenItIsLive() {
        var track = room.videoTrack();
        room.stream(track, 60, true);
        long joined = room.clock.nanos();
        var watching = room.join(ViewerFixture.video(false));
        for (int i = 0; i < 30; i++) {
            room.publishVideo(track, false, 1_500, 60 + i);
            room.advance(ViewerFixture.FRAME_MILLIS);
        }
        var packets = watching.video();
        var frames = frames(packets);
        assertGapless(packets);
        assertThat(ViewerFixture.marks(packets)).isEqualTo(IntStream.range(0, 90).boxed().toList());
        assertThat(millisOf(packets.getFirst(), joined)).isZero();
        assertThat(millisOf(frames.get(59), joined)).isLessThanOrEqualTo(300);
        assertThat(frames.stream().filter(frame -> millisOf(frame, joined) == 0)).hasSizeLessThanOrEqualTo(2);
        assertRising(frames);
        assertPaceAgrees(frames.subList(0, 60));
        // From here on a frame leaves when it comes, stamped with its own time.
        for (int i = 75; i < 90; i++) {
            assertThat(millisOf(frames.get(i), joined)).isEqualTo((i - 60L) * ViewerFixture.FRAME_MILLIS);
            assertThat(frames.get(i).timestamp() - frames.get(i - 1).timestamp())
                    .isEqualTo(ViewerFixture.FRAME_MILLIS * TICKS_PER_MILLI);
        }
    }

    private static void assertRising(List<Sent> frames) {
        for (int i = 1; i < frames.size(); i++) {
            assertThat(frames.get(i).timestamp() - frames.get(i - 1).timestamp()).isPositive();
        }
    }

    /** Distance in timestamps and in time of sending from the first frame differ by less than a millisecond. */
    private static void assertPaceAgrees(List<Sent> frames) {
        var first = frames.getFirst();
        for (var frame : frames) {
            double sentAfter = (frame.nanos() - first.nanos()) / (double) MILLI;
            double stampedAfter = (frame.timestamp() - first.timestamp()) / (double) TICKS_PER_MILLI;
            assertThat(Math.abs(sentAfter - stampedAfter)).isLessThan(1);
        }
    }

    /** How long before now the picture of the newest frame was taken, by the viewer's own sender reports. */
    private double behindMillis(ViewerFixture.Watching watching) {
        var report = watching.sink().reports(ViewerFixture.VIDEO).getLast();
        var newest = watching.video().getLast();
        long ntpMillis = ((report.ntp() >>> 32) - 2_208_988_800L) * 1_000;
        ntpMillis += ((report.ntp() & 0xffffffffL) * 1_000) >>> 32;
        double taken = ntpMillis + (newest.timestamp() - (int) report.rtpTimestamp()) / 90.0;
        return room.clock.wallMillis() - taken;
    }

    @Test
    void aLateJoinerIsAsCloseToLiveAsAnEarlyOne() {
        var track = room.videoTrack();
        room.stream(track, 3, true);
        var early = room.join(ViewerFixture.video(false));
        room.stream(track, 55, false);
        var late = room.join(ViewerFixture.video(false));
        room.stream(track, 1, false);
        // Amid its catching up already.
        assertThat(behindMillis(late)).isCloseTo(behindMillis(early), offset(100.0));
        room.stream(track, 20, false);
        assertThat(behindMillis(early)).isCloseTo(ViewerFixture.FRAME_MILLIS, offset(2.0));
        assertThat(behindMillis(late)).isCloseTo(behindMillis(early), offset(2.0));
    }

    @Test
    void withNothingCachedItAsksForAKeyFrameAndWaits() {
        var track = room.videoTrack();
        var watching = room.join(ViewerFixture.video(false));
        room.stream(track, 5, false);
        assertThat(room.keyFrameRequests).isEqualTo(1);
        assertThat(watching.video()).isEmpty();
        room.stream(track, 3, true);
        assertThat(ViewerFixture.marks(watching.video())).containsExactly(0, 1, 2);
    }

    @Test
    void aKeyFrameThatComesDuringCatchUpJoinsTheQueue() {
        var track = room.videoTrack();
        room.stream(track, 60, true);
        var watching = room.join(ViewerFixture.video(false));
        room.stream(track, 30, true);
        assertThat(ViewerFixture.marks(watching.video())).hasSize(90);
        assertThat(frames(watching.video())).hasSize(90);
        assertRising(frames(watching.video()));
    }

    @Test
    void theLargestGroupIsOutInTimeToo() {
        var track = room.videoTrack();
        for (int i = 0; i < 300; i++) {
            room.publishVideo(track, i == 0, 10_000, i & 0xff);
            room.advance(10);
        }
        long joined = room.clock.nanos();
        var watching = room.join(ViewerFixture.video(false));
        room.advance(300);
        assertThat(frames(watching.video())).hasSize(300);
        assertThat(millisOf(watching.video().getLast(), joined)).isLessThanOrEqualTo(300);
        assertGapless(watching.video());
        assertRising(frames(watching.video()));
    }

    @Test
    void aChangedConfigurationGoesOutWithTheNextKeyFrame() {
        var track = room.videoTrack();
        var watching = room.join(ViewerFixture.video(false));
        room.stream(track, 2, true);
        room.publisher.track("", ViewerFixture.config(2), 90_000);
        room.stream(track, 2, true);
        var parameterSets = watching.video().stream().map(Sent::payload).filter(payload -> payload.startsWith("78"))
                .toList();
        assertThat(parameterSets).containsExactly(stapA(1), stapA(2));
        assertGapless(watching.video());
    }

    /** The parameter sets of a configuration. */
    private static String stapA(int version) {
        var config = ViewerFixture.config(version);
        return "78" + Stream.concat(config.sps().stream(), config.pps().stream())
                .map(set -> "%04x%s".formatted(set.length(), set)).collect(Collectors.joining());
    }
}
