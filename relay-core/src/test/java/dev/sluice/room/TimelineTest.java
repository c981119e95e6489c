package dev.sluice.room;

import dev.sluice.testkit.FakeClock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class TimelineTest {
    private static final long MS = 1_000_000;
    private static final long START = 100_000;
    private static final long SECONDS = 3;

    private final Timeline timeline = new Timeline(new FakeClock());
    private final Timeline.Progress video = new Timeline.Progress();
    private final Timeline.Progress audio = new Timeline.Progress();

    private long video(long sourceMillis, long arrivalMillis) {
        return timeline.place(video, sourceMillis * MS, arrivalMillis * MS) / MS;
    }

    private long audio(long sourceMillis, long arrivalMillis) {
        return timeline.place(audio, sourceMillis * MS, arrivalMillis * MS) / MS;
    }

    @Test
    void startsAtZeroWhereverTheSourceStarts() {
        assertThat(video(4_000_000_000L, 5_000)).isZero();
        assertThat(timeline.originNanos()).isEqualTo(5_000 * MS);
        assertThat(video(4_000_000_033L, 5_050)).isEqualTo(33);
    }

    @Test
    void theSourcesClockRulesBetweenAnchors() {
        video(1000, 0);
        assertThat(video(1033, 500)).isEqualTo(33);
        assertThat(audio(1040, 501)).isEqualTo(40);
        assertThat(video(1066, 502)).isEqualTo(66);
        assertThat(timeline.jumps()).isZero();
    }

    @Test
    void aSmallStepBackIsFlattened() {
        video(1000, 0);
        video(1100, 100);
        assertThat(video(1090, 110)).isEqualTo(100);
        assertThat(timeline.jumps()).isZero();
    }

    @Test
    void aJumpBackContinuesByTheWallClockWithOneOffsetForBoth() {
        video(100_000, 0);
        audio(100_000, 0);
        video(100_040, 40);
        assertThat(video(0, 140)).isEqualTo(140);
        assertThat(audio(5, 141)).isEqualTo(145);
        assertThat(video(40, 180)).isEqualTo(180);
        assertThat(timeline.jumps()).isEqualTo(1);
    }

    @Test
    void aJumpAheadContinuesByTheWallClock() {
        video(0, 0);
        assertThat(video(1_000_000, 33)).isEqualTo(33);
        assertThat(timeline.jumps()).isEqualTo(1);
    }

    @Test
    void aPauseOfTheSourceIsNoJump() {
        video(0, 0);
        assertThat(video(60_000, 60_000)).isEqualTo(60_000);
        assertThat(timeline.jumps()).isZero();
    }

    @Test
    void aNewConnectionContinuesWhereTheOldOneEnded() {
        video(7_000, 0);
        video(7_100, 100);
        timeline.unanchor();
        assertThat(video(0, 2_100)).isEqualTo(2_100);
        assertThat(audio(10, 2_101)).isEqualTo(2_110);
        assertThat(timeline.jumps()).isZero();
    }

    /** What the clocks of both kinds do after {@link #SECONDS} of 25 pictures and 50 pieces of sound a second. */
    record Jump(String name, long videoStep, long audioStep, long jumps) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Jump> jumps() {
        long hour = 3_600_000;
        long start = START + SECONDS * 1_000;
        return Stream.of(new Jump("restart at 0", -start, -start, 1), new Jump("an hour ahead", hour, hour, 1),
                new Jump("5 s back", -5_000, -5_000, 1), new Jump("just back enough", -1_050, -1_050, 1),
                new Jump("just ahead enough", 10_030, 10_030, 1),
                new Jump("an hour ahead, sound alone", 0, hour, 1),
                new Jump("an hour back, sound alone", 0, -hour, 1), new Jump("5 s back, sound alone", 0, -5_000, 1),
                new Jump("5 s back, pictures alone", -5_000, 0, 1),
                new Jump("both, each elsewhere", -start, hour, 2));
    }

    @ParameterizedTest
    @MethodSource("jumps")
    void jumpsContinueByTheWallClockAndBothKindsStayTogether(Jump jump) {
        long last = -1;
        for (long now = 0; now < 2 * SECONDS * 1_000; now += 20) {
            boolean after = now >= SECONDS * 1_000;
            long sound = audio(START + now + (after ? jump.audioStep() : 0), now);
            assertThat(sound).isBetween(now, now + 40);
            if (now % 40 == 0) {
                long picture = video(START + now + (after ? jump.videoStep() : 0), now);
                assertThat(picture).isGreaterThan(last).isBetween(now - 20, now + 40);
                last = picture;
            }
        }
        assertThat(timeline.jumps()).isEqualTo(jump.jumps());
    }

    @Test
    void afterAJumpOfBothTheSourcesSkewIsKept() {
        for (long now = 0; now < 2_000; now += 40) {
            assertThat(audio(now + 300, now) - video(now, now)).isEqualTo(300);
        }
        audio(300_300, 2_000);
        for (long now = 2_000; now < 4_000; now += 40) {
            long picture = video(298_000 + now, now);
            assertThat(audio(298_300 + now, now) - picture).isEqualTo(300);
        }
        assertThat(timeline.jumps()).isEqualTo(1);
    }

    @Test
    void twoClocksFromTheStartAreOneJumpAndNoMore() {
        for (long now = 0; now < 60_000; now += 40) {
            assertThat(audio(now, now)).isEqualTo(now);
            assertThat(video(1_000_000_000 + now, now)).isEqualTo(now);
        }
        assertThat(timeline.jumps()).isEqualTo(1);
    }

    @Test
    void aStallOfBothIsNoJumpThoughTheirClocksDiffer() {
        audio(0, 0);
        video(1_000_000_000, 0);
        audio(40, 40);
        video(1_000_000_040, 40);
        assertThat(audio(80, 5_080)).isEqualTo(80);
        assertThat(video(1_000_000_080, 5_080)).isEqualTo(80);
        assertThat(timeline.jumps()).isEqualTo(1);
    }

    @Test
    void aRestartBringsTwoClocksTogetherAgain() {
        audio(3_600_000, 0);
        video(1_000_000_000, 0);
        audio(3_600_040, 40);
        assertThat(video(500, 80)).isEqualTo(80);
        assertThat(audio(600, 80)).isEqualTo(180);
    }

    @Test
    void picturesThatWereAwayForLongComeBackWhereTheyBelong() {
        video(0, 0);
        for (long now = 0; now < 3_600_000; now += 1_000) {
            audio(now, now + 5);
        }
        assertThat(video(3_600_000, 3_600_010)).isEqualTo(3_600_000);
        assertThat(timeline.jumps()).isZero();
    }

    @Test
    void soundFarAheadOfThePictureIsLeftThere() {
        for (long now = 0; now < 10_000; now += 40) {
            assertThat(audio(now + 3_000, now)).isEqualTo(now);
            assertThat(video(now, now)).isEqualTo(now - 3_000);
        }
        assertThat(timeline.jumps()).isZero();
    }

    @Test
    void whatCameLateFromBeforeAJumpStaysThere() {
        for (long now = 0; now < 1_000; now += 40) {
            video(100_000 + now, now);
            audio(100_000 + now, now);
        }
        assertThat(audio(0, 1_000)).isEqualTo(1_000);
        assertThat(video(101_000, 1_005)).isEqualTo(1_000);
        assertThat(video(40, 1_040)).isEqualTo(1_040);
        assertThat(audio(20, 1_041)).isEqualTo(1_020);
        assertThat(timeline.jumps()).isEqualTo(1);
    }
}
