package dev.sluice.pull.source;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PaceTest {
    private final Pace live = new Pace(true);
    private final Pace file = new Pace(false);

    private static long wait(Pace pace, long timestamp, long nowMillis) {
        long nanos = pace.nanosUntil(timestamp, 77 + TimeUnit.MILLISECONDS.toNanos(nowMillis));
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    @Test
    void aFileGoesOnInRealTime() {
        assertThat(wait(file, 1000, 0)).isZero();
        assertThat(wait(file, 1500, 0)).isZero();
        assertThat(wait(file, 1540, 0)).isEqualTo(40);
        assertThat(wait(file, 2000, 499)).isEqualTo(1);
        assertThat(wait(file, 2000, 500)).isZero();
        for (long at = 0; at < 3_600_000; at += 1000) {
            assertThat(wait(file, 2500 + at, 1000 + at)).isZero();
            assertThat(wait(file, 2600 + at, 1000 + at)).isEqualTo(100);
        }
    }

    @Test
    void whatALiveServerHasKeptPassesAtOnceAndAFileInDisguiseDoesNot() {
        for (long at = 0; at <= 10_000; at += 100) {
            assertThat(wait(live, 5000 + at, 0)).isZero();
        }
        assertThat(wait(live, 15_200, 0)).isEqualTo(200);
        assertThat(wait(live, 15_200, 300)).isZero();
    }

    /** A source whose clock is 100 ppm fast, for a week. */
    @Test
    void aLiveSourceMayHaveAFastClock() {
        for (long second = 0; second < 7 * 86_400; second++) {
            assertThat(wait(live, second * 1000 + second / 10, second * 1000)).isZero();
        }
    }

    @Test
    void aJumpBeginsAnew() {
        assertThat(wait(file, 0, 0)).isZero();
        assertThat(wait(file, 86_400_000, 100)).isZero();
        assertThat(wait(file, 86_401_000, 100)).isEqualTo(500);
        assertThat(wait(file, 0, 600)).isZero();
        assertThat(wait(file, 1000, 600)).isEqualTo(500);
    }

    @Test
    void whoIsLateCatchesUp() {
        assertThat(wait(file, 0, 0)).isZero();
        for (long at = 40; at < 8000; at += 40) {
            assertThat(wait(file, at, 8000)).isZero();
        }
        assertThat(wait(file, 8700, 8000)).isEqualTo(200);
    }
}
