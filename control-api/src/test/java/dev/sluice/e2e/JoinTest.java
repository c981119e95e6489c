package dev.sluice.e2e;

import dev.sluice.e2e.page.Browser;
import dev.sluice.e2e.page.Figures;
import dev.sluice.e2e.page.Report;
import dev.sluice.e2e.page.WatchPage;
import dev.sluice.e2e.rig.Await;
import dev.sluice.e2e.rig.FfmpegProgram;
import dev.sluice.e2e.rig.Machine;
import dev.sluice.e2e.rig.Push;
import dev.sluice.e2e.rig.RelayProcess;
import dev.sluice.e2e.rig.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A viewer may come at any moment of the two seconds between key frames. */
@ExtendWith(Browser.Extension.class)
class JoinTest {
    private static final int JOINS = 10;
    /** Ten of these fall on ten different tenths of a group of pictures. */
    private static final long STEP_MILLIS = 1400;
    private static final int ASKING_JOINS = 3;
    /** A group of pictures longer than four seconds is not cached, so each of these joins asks for a key frame. */
    private static final long BEYOND_CACHE_MILLIS = 4_600;
    private static final double FIRST_FRAME_MILLIS = 500;
    private static final Offset<Double> AS_LIVE = Offset.offset(100.0);
    private static final Offset<Double> AS_SENT = Offset.offset(20.0);
    /**
     * Looks of two seconds until both pages are alike: browsers bring the picture to the sound's delay in small steps, and
     * that of the sound grows where opening another page keeps the machine busy.
     */
    private static final int SETTLING = 15;

    @Test
    void firstPictureIsFastAndALateJoinerIsAsLiveAsAnEarlyOne(Browser browser, @TempDir Path folder) {
        try (var relay = RelayProcess.start(folder);
                var _ = Push.with(FfmpegProgram.FFMPEG_5, relay.rtmp("joined", "camera")).start()) {
            relay.awaitAnchor("joined", "camera");
            // Before the comparison, so that it is not one of a relay's very first viewer, whose browser remembers the
            // uneven sound of a cold start for a while, with another.
            var first = Figures
                    .of(joins(relay, browser, "joined", JOINS, STEP_MILLIS).stream().mapToDouble(Double::doubleValue));
            Report.line("joins: first picture after the POST, ms " + first.values());
            var early = browser.viewer().playing(whep(relay, "joined", "early"), Tokens.userSig("early"));
            early.watch(Duration.ofSeconds(3));
            var late = browser.viewer().playing(whep(relay, "joined", "late"), Tokens.userSig("late"));
            Machine.undisturbed(() -> compare(early, late));
            assertThat(first.median()).as("first picture after the POST, ms").isLessThan(FIRST_FRAME_MILLIS);
        }
    }

    @Test
    void aBrowsersStreamIsJoinedFastThoughItSendsKeyFramesOnlyWhenAsked(Browser browser, @TempDir Path folder) {
        try (var relay = RelayProcess.start(folder)) {
            browser.camera().publishing(relay.whip("asked", "camera"), Tokens.userSig("camera"));
            relay.awaitAnchor("asked", "camera");
            var first = Figures.of(joins(relay, browser, "asked", ASKING_JOINS, BEYOND_CACHE_MILLIS).stream()
                    .mapToDouble(Double::doubleValue));
            Report.line("joins of a browser's stream with nothing cached: first picture after the POST, ms "
                    + first.values());
            assertThat(relay.metrics().sum("sluice_keyframe_requests_total")).as("key frames asked for")
                    .isGreaterThanOrEqualTo(ASKING_JOINS);
            assertThat(first.median()).as("first picture after the POST, ms").isLessThan(FIRST_FRAME_MILLIS);
        }
    }

    private static List<Double> joins(RelayProcess relay, Browser browser, String room, int count, long step) {
        var waits = new ArrayList<Double>();
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            var page = browser.viewer();
            long due = start + Duration.ofMillis((i + 1) * step).toNanos();
            Await.until("time of join " + i, Duration.ofSeconds(5), () -> System.nanoTime() >= due);
            page.playing(whep(relay, room, "joiner" + i), Tokens.userSig("joiner" + i));
            waits.add(page.viewing().firstFrame());
            assertThat(page.leave()).isEqualTo(200);
            page.page().close();
        }
        return waits;
    }

    /** What the relay adds to a picture's age shows on arrival; what the browsers add settles after some seconds. */
    private static void compare(WatchPage early, WatchPage late) {
        var ages = ages(early, late);
        for (int i = 0; i < SETTLING && !ages.alike(); i++) {
            ages = ages(early, late);
        }
        Report.line(ages.toString());
        assertThat(ages.lateArrival().median()).as("late joiner's frames beside the early one's").isCloseTo(
                ages.earlyArrival().median(), AS_SENT);
        assertThat(ages.latePicture().median()).as("late joiner's picture beside the early one's").isCloseTo(
                ages.earlyPicture().median(), AS_LIVE);
    }

    /** How old frames were on arrival and when they were shown, over the same two seconds on both pages. */
    private record Ages(Figures earlyArrival, Figures earlyPicture, Figures lateArrival, Figures latePicture) {
        boolean alike() {
            return Math.abs(earlyPicture.median() - latePicture.median()) < AS_LIVE.value;
        }

        @Override
        public String toString() {
            return "early joiner: picture ms %s, arrival %s; late joiner: picture %s, arrival %s".formatted(
                    earlyPicture, earlyArrival, latePicture, lateArrival);
        }
    }

    private static Ages ages(WatchPage early, WatchPage late) {
        double from = late.viewing().wallMillis(late.now());
        late.watch(Duration.ofSeconds(2));
        var joiner = late.viewing();
        var sitting = early.viewing();
        return new Ages(sitting.encoderToArrival(sitting.pageMillis(from)),
                sitting.encoderToPicture(sitting.pageMillis(from), Double.MAX_VALUE),
                joiner.encoderToArrival(joiner.pageMillis(from)),
                joiner.encoderToPicture(joiner.pageMillis(from), Double.MAX_VALUE));
    }

    private static String whep(RelayProcess relay, String room, String viewer) {
        return relay.whep(Tokens.APP, room, viewer);
    }
}
