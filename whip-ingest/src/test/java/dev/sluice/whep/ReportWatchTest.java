package dev.sluice.whep;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReportWatchTest {
    private final ReportWatch watch = new ReportWatch(0);

    private static long seconds(double seconds) {
        return (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void afterTenSecondsOfSilenceItIsSilent() {
        for (double s = 0.5; s < 9.5; s += 0.5) {
            assertThat(watch.silent((long) (s * 100), seconds(s))).as("%f", s).isFalse();
        }
        assertThat(watch.silent(1_000, seconds(9.5))).isTrue();
        watch.heard(seconds(12));
        assertThat(watch.silent(1_001, seconds(12.5))).isFalse();
        assertThat(watch.silent(1_100, seconds(22))).isTrue();
    }

    @Test
    void timeInWhichNothingIsSentDoesNotCount() {
        assertThat(watch.silent(1, seconds(9))).isFalse();
        for (int s = 10; s < 100; s++) {
            assertThat(watch.silent(1, seconds(s))).isFalse();
        }
        assertThat(watch.silent(2, seconds(99.4))).isFalse();
        assertThat(watch.silent(3, seconds(99.5))).isTrue();
    }
}
