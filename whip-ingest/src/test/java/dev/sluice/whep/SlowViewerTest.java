package dev.sluice.whep;

import dev.sluice.room.Track;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.rtp.RecordingSink.Sent;
import dev.sluice.whep.ViewerFixture.Watching;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SlowViewerTest {
    private final ViewerFixture room = new ViewerFixture();
    private int frames;

    @AfterEach
    void close() {
        room.close();
    }

    /** Each encoding has a key frame every two seconds, and when one is asked for. */
    private void play(int seconds, Track... encodings) {
        for (int i = 0; i < seconds * 30; i++) {
            for (var track : encodings) {
                boolean key = frames % 60 == 0 || room.asked.remove(track.info().id());
                room.publishVideo(track, key, track.info().id().endsWith("q") ? 500 : 5_000, 1);
            }
            frames++;
            room.advance(ViewerFixture.FRAME_MILLIS);
        }
    }

    private Track best() {
        return room.encoding("f", 1_280, 720);
    }

    private Track quarter() {
        return room.encoding("q", 320, 180);
    }

    private Watching join() {
        return room.join(ViewerFixture.video(false));
    }

    private void report(Watching watching, int kilobits, int rttMillis, double loss) {
        watching.estimate(kilobits);
        watching.report(loss, rttMillis, room.clock);
    }

    /** A path with a queue on it, as its viewer sees it. */
    private void congested(Watching watching, int seconds, Track... encodings) {
        for (int i = 0; i < seconds; i++) {
            report(watching, 400, 300, 0.1);
            play(1, encodings);
        }
    }

    /** A good path, whose estimate is bounded by what is received. */
    private void fine(Watching watching, int seconds, int kilobits, Track... encodings) {
        for (int i = 0; i < seconds; i++) {
            report(watching, kilobits, 20, 0);
            play(1, encodings);
        }
    }

    @Test
    void aSlowViewerFallsToTheLowerLayerAndReturns() {
        var watching = join();
        var other = join();
        fine(watching, 3, 2_000, best(), quarter());
        other.report();
        congested(watching, 5, best(), quarter());
        other.report();
        assertThat(watching.viewer().video()).isEqualTo(new VideoState("video/q", false, true, false, 400_000));
        assertThat(other.viewer().video().track()).isEqualTo("video/f");
        assertThat(room.slow()).isEqualTo(1);
        // 400 kb/s is not enough for the best, yet after a while it is tried: the estimate grows with what is received.
        fine(watching, 7, 400, best(), quarter());
        assertThat(watching.viewer().video()).isEqualTo(new VideoState("video/f", false, false, false, 400_000));
        assertThat(room.slow()).isZero();
        for (int i = 1; i < watching.video().size(); i++) {
            assertThat(watching.video().get(i).sequence())
                    .isEqualTo(watching.video().get(i - 1).sequence() + 1 & 0xffff);
        }
    }

    @Test
    void aLargeEstimateBringsItBackSooner() {
        var watching = join();
        fine(watching, 3, 2_000, best(), quarter());
        congested(watching, 4, best(), quarter());
        assertThat(watching.viewer().video().slow()).isTrue();
        fine(watching, 3, 2_000, best(), quarter());
        assertThat(watching.viewer().video().slow()).isFalse();
    }

    @Test
    void withoutALowerLayerItGetsKeyFramesOnlyAndReturnsWithOne() {
        var track = room.videoTrack();
        var watching = join();
        fine(watching, 3, 2_000, track);
        congested(watching, 4, track);
        assertThat(watching.viewer().video().keyFramesOnly()).isTrue();
        int before = frames(watching);
        report(watching, 400, 300, 0.1);
        room.asked.clear();
        int asked = room.keyFrameRequests;
        play(2, track);
        assertThat(frames(watching) - before).isEqualTo(1);
        assertThat(room.keyFrameRequests).isEqualTo(asked);
        assertThat(room.count("sluice.frames.dropped", "VIEWER_SLOW")).isGreaterThan(50);
        fine(watching, 6, 100, track);
        assertThat(watching.viewer().video().keyFramesOnly()).isFalse();
        before = frames(watching);
        play(1, track);
        assertThat(frames(watching) - before).isEqualTo(30);
    }

    private static int frames(Watching watching) {
        return (int) watching.video().stream().filter(Sent::marker).count();
    }

    @Test
    void aLowEstimateOnAGoodPathDegradesNobody() {
        var watching = join();
        fine(watching, 15, 300, best(), quarter());
        assertThat(watching.viewer().video().track()).isEqualTo("video/f");
        assertThat(frames(watching)).isEqualTo(15 * 30);
    }

    @Test
    void aConnectionThatIsFullLosesFramesUpToAKeyFrameThatItHasRoomFor() {
        var track = room.videoTrack();
        var watching = join();
        var other = join();
        play(1, track);
        watching.sink().writable = false;
        room.stream(track, 10, false);
        watching.sink().writable = true;
        int before = frames(watching);
        room.keyFrameRequests = 0;
        room.stream(track, 5, false);
        assertThat(frames(watching)).isEqualTo(before);
        assertThat(room.keyFrameRequests).isEqualTo(1);
        room.stream(track, 5, true);
        assertThat(frames(watching)).isEqualTo(before + 5);
        assertThat(frames(other)).isEqualTo(30 + 20);
        assertThat(watching.viewer().video().slow()).isFalse();
    }

    @Test
    void oneThatStaysFullIsSlow() {
        var watching = join();
        play(1, best(), quarter());
        watching.sink().writable = false;
        play(2, best(), quarter());
        assertThat(watching.viewer().video().slow()).isTrue();
        watching.sink().writable = true;
        play(2, best(), quarter());
        assertThat(watching.viewer().video().track()).isEqualTo("video/q");
        watching.viewer().onClosed(StableCode.PEER_CLOSED, "gone");
        assertThat(room.slow()).isZero();
    }

    @Test
    void whatIsCachedWaitsForRoomInsteadOfBeingLost() {
        var track = room.videoTrack();
        room.stream(track, 60, true);
        var watching = room.join(ViewerFixture.video(false));
        watching.sink().writable = false;
        room.advance(200);
        int before = frames(watching);
        room.advance(200);
        assertThat(frames(watching)).isEqualTo(before);
        watching.sink().writable = true;
        room.advance(50);
        assertThat(frames(watching)).isEqualTo(60);
        assertThat(room.count("sluice.frames.dropped", "VIEWER_SLOW")).isZero();
    }
}
