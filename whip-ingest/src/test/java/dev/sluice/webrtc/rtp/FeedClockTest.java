package dev.sluice.webrtc.rtp;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class FeedClockTest {
    private static final double FRAME_MILLIS = 1000 / 30.0;
    private final FeedClock clock = new FeedClock();
    private final Random random = new Random(1);
    private double arrivalMillis;
    private double leadMillis;

    /** Frames of a source that runs faster by this part of the wall clock's pace, each up to so much late. */
    private void frames(double seconds, double faster, double jitterMillis) {
        for (double until = arrivalMillis + 1000 * seconds; arrivalMillis < until; arrivalMillis += FRAME_MILLIS) {
            double late = jitterMillis * random.nextDouble();
            clock.arrived(nanos(leadMillis - late), nanos(arrivalMillis + late));
            leadMillis += faster * FRAME_MILLIS;
        }
    }

    private static long nanos(double millis) {
        return Math.round(millis * TimeUnit.MILLISECONDS.toNanos(1));
    }

    private double lagMillis() {
        return clock.lagNanos() / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    @Test
    void aSourceThatKeepsTimeIsNotTouchedByItsJitter() {
        frames(60, 0, 30);
        assertThat(lagMillis()).isCloseTo(0, Offset.offset(12.0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, -0.03, 0.0005})
    void timestampsOfADriftingSourceKeepPaceWithTheWallClock(double faster) {
        frames(1, 0, 10);
        frames(10, faster, 10);
        double behind = leadMillis - lagMillis();
        frames(10, faster, 10);
        assertThat(leadMillis - lagMillis()).as("what is not followed stays the same")
                .isCloseTo(behind, Offset.offset(15.0));
        assertThat(behind).isCloseTo(0, Offset.offset(60.0));
    }

    @Test
    void whatWasFollowedIsKeptWhenTheSourceKeepsTimeAgain() {
        frames(10, 0.05, 10);
        frames(3, 0, 10);
        double settled = lagMillis();
        frames(60, 0, 10);
        assertThat(settled).isBetween(400.0, 510.0);
        assertThat(lagMillis()).isCloseTo(settled, Offset.offset(10.0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1_000, 100, -100, -2_000})
    void aStepIsLeftToTheReceiver(double stepMillis) {
        frames(5, 0, 10);
        leadMillis += stepMillis;
        frames(20, 0, 10);
        assertThat(lagMillis()).isCloseTo(0, Offset.offset(12.0));
    }

    @Test
    void aPauseIsLeftToTheReceiver() {
        frames(5, 0, 10);
        arrivalMillis += 5_000;
        frames(20, 0, 10);
        assertThat(lagMillis()).isCloseTo(0, Offset.offset(12.0));
    }

    @Test
    void timestampsNeverRunBack() {
        frames(1, 0, 0);
        for (int i = 0; i < 300; i++) {
            double before = lagMillis();
            frames(FRAME_MILLIS / 1000, 0.3, 0);
            assertThat(lagMillis() - before).isLessThan(FeedClock.MAX_PACE * FRAME_MILLIS * 1.01);
        }
    }
}
