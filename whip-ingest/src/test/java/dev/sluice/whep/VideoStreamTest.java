package dev.sluice.whep;

import dev.sluice.room.Track;
import dev.sluice.webrtc.rtp.RecordingSink.Sent;
import dev.sluice.whep.ViewerFixture.Watching;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class VideoStreamTest {
    private static final int BEST = 1;
    private static final int HALF = 2;
    private static final int QUARTER = 4;

    private final ViewerFixture room = new ViewerFixture();

    @AfterEach
    void close() {
        room.close();
    }

    /** The encodings of one picture; each frame's mark says of which it is. */
    private void play(int frames, int... marks) {
        for (int i = 0; i < frames; i++) {
            for (int mark : marks) {
                var track = track(mark);
                boolean key = track.frames() == 0 || room.asked.remove(track.info().id());
                room.publishVideo(track, key, size(mark), mark);
            }
            room.advance(ViewerFixture.FRAME_MILLIS);
        }
    }

    private Track track(int mark) {
        return switch (mark) {
            case BEST -> room.encoding("f", 1_280, 720);
            case HALF -> room.encoding("h", 640, 360);
            case QUARTER -> room.encoding("q", 320, 180);
            default -> room.videoTrack();
        };
    }

    /** 1.4 Mb/s, 360 kb/s, 100 kb/s. */
    private static int size(int mark) {
        return mark == BEST ? 6_000 : mark == HALF ? 1_500 : 400;
    }

    private Watching join() {
        return room.join(ViewerFixture.video(false));
    }

    private static List<Integer> marks(Watching watching) {
        return ViewerFixture.marks(watching.video());
    }

    /** What each frame was of, without repetition. */
    private static List<Integer> shown(Watching watching) {
        var shown = new ArrayList<Integer>();
        for (int mark : marks(watching)) {
            if (shown.isEmpty() || shown.getLast() != mark) {
                shown.add(mark);
            }
        }
        return shown;
    }

    /** One stream: numbers have no gap, times rise. */
    private static void assertOneStream(Watching watching) {
        var packets = watching.video();
        assertThat(watching.sink().rtp).hasSameSizeAs(packets);
        for (int i = 1; i < packets.size(); i++) {
            assertThat(packets.get(i).sequence()).isEqualTo(packets.get(i - 1).sequence() + 1 & 0xffff);
        }
        var frames = packets.stream().filter(Sent::marker).toList();
        for (int i = 1; i < frames.size(); i++) {
            assertThat(frames.get(i).timestamp() - frames.get(i - 1).timestamp()).isPositive();
        }
    }

    @Test
    void aViewerIsShownTheBestEncoding() {
        play(10, QUARTER, HALF, BEST);
        room.keyFrameRequests = 0;
        var watching = join();
        play(20, QUARTER, HALF, BEST);
        assertThat(shown(watching)).containsExactly(BEST);
        assertThat(marks(watching)).hasSize(30);
        assertThat(room.keyFrameRequests).isZero();
    }

    @Test
    void aViewerThatWaitedGoesOnToTheBestWithoutAHole() {
        var watching = join();
        play(1, QUARTER);
        play(1, QUARTER, HALF);
        play(40, QUARTER, HALF, BEST);
        assertThat(shown(watching)).containsExactly(QUARTER, HALF, BEST);
        // The picture at which another takes over is sent of both.
        assertThat(marks(watching)).hasSize(42 + 2);
        assertOneStream(watching);
    }

    @Test
    void aViewerFallsToTheLowerLayerWhenTheBestOneStops() {
        var watching = join();
        play(30, BEST, HALF, QUARTER);
        long stopped = room.clock.nanos();
        play(60, HALF, QUARTER);
        assertThat(shown(watching)).containsExactly(BEST, HALF);
        var first = watching.video().stream().filter(packet -> packet.nanos() > stopped).findFirst().orElseThrow();
        assertThat((first.nanos() - stopped) / 1_000_000).isLessThanOrEqualTo(1_600);
        assertOneStream(watching);
        assertThat(watching.viewer().video().slow()).isFalse();
        assertThat(watching.viewer().video().track()).isEqualTo("video/h");
    }

    @Test
    void andReturnsAtItsNextKeyFrameWithoutAHole() {
        var watching = join();
        play(30, BEST, HALF);
        play(60, HALF);
        play(60, HALF, BEST);
        assertThat(shown(watching)).containsExactly(BEST, HALF, BEST);
        assertOneStream(watching);
        var frames = watching.video().stream().filter(Sent::marker).toList();
        for (int i = frames.size() - 60; i < frames.size(); i++) {
            assertThat(frames.get(i).nanos() - frames.get(i - 1).nanos()).isLessThanOrEqualTo(66_000_000);
        }
    }

    @Test
    void theOneShownGoesOnUntilTheOthersKeyFrameComes() {
        var watching = join();
        play(10, HALF);
        var best = track(BEST);
        room.publishVideo(best, true, 6_000, BEST);
        for (int i = 0; i < 90; i++) {
            room.publishVideo(best, false, 6_000, BEST);
            room.publishVideo(track(HALF), false, 1_500, HALF);
            room.advance(ViewerFixture.FRAME_MILLIS);
        }
        assertThat(shown(watching)).containsExactly(HALF);
        assertThat(room.asked).contains("video/f");
        // A request may have been lost: it is repeated.
        assertThat(room.keyFrameRequests).isGreaterThanOrEqualTo(3);
        room.publishVideo(best, true, 6_000, BEST);
        assertThat(shown(watching)).containsExactly(HALF, BEST);
        assertOneStream(watching);
    }

    @Test
    void whatWasSentBeforeASwitchCanBeAskedForAMomentLonger() {
        var watching = join();
        play(10, HALF);
        while (!shown(watching).contains(BEST)) {
            play(1, HALF, BEST);
        }
        var frames = watching.video().stream().filter(Sent::marker).toList();
        var last = frames.get(marks(watching).indexOf(BEST) - 1);
        watching.sink().rtp.clear();
        watching.nack(last.sequence(), 0);
        assertThat(watching.sink().rtp).extracting(Sent::bytes).containsExactly(last.bytes());
        room.advance(1_000);
        watching.sink().rtp.clear();
        watching.nack(last.sequence(), 0);
        assertThat(watching.sink().rtp).isEmpty();
    }

    @Test
    void aTakeoverBySingleVideoMovesTheViewersAndTheOldLayersAreDropped() {
        var watching = join();
        play(30, BEST, HALF, QUARTER);
        room.takeOver();
        play(30, 8);
        assertThat(shown(watching)).containsExactly(BEST, 8);
        assertThat(room.publisher.tracks()).hasSize(4);
        play(160, 8);
        assertThat(room.publisher.tracks()).extracting(track -> track.info().id()).containsExactly("video");
        assertOneStream(watching);
        room.takeOver();
        play(30, BEST, HALF, QUARTER);
        assertThat(shown(watching)).containsExactly(BEST, 8, BEST);
        assertOneStream(watching);
        assertThat(room.ends).isEmpty();
    }

    @Test
    void anOutageOfTheAnchorChangesNothing() {
        var watching = join();
        play(30, BEST, HALF);
        play(60, HALF);
        room.advance(4_000);
        play(30, HALF, BEST);
        assertThat(shown(watching)).containsExactly(BEST, HALF, BEST);
        assertThat(room.ends).isEmpty();
        assertOneStream(watching);
    }
}
