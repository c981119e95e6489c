package dev.sluice.whep;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SlowWatchTest {
    private static final double STREAM = 1_500_000;
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(500);

    private final SlowWatch watch = new SlowWatch(0);
    private long now;
    private long asked;
    private long refused;
    private long heldUp;

    /** Seconds until it is slow, or -1 where it is not within {@code seconds}. */
    private double slowAfter(double seconds, long estimate, double rtt, double loss) {
        long start = now;
        while (now - start < seconds * 1e9) {
            now += TICK;
            if (watch.slow(new SlowWatch.Signs(STREAM, estimate, rtt, loss, asked, refused, heldUp), now)) {
                return (now - start) / 1e9;
            }
        }
        return -1;
    }

    @Test
    void aLowEstimateWithAQueueOnThePathIsSlow() {
        assertThat(slowAfter(15, 2_000_000, 20, 0)).isEqualTo(-1);
        assertThat(slowAfter(10, 1_300_000, 80, 0)).isEqualTo(3.5);
        assertThat(slowAfter(10, 1_300_000, 80, 0)).isEqualTo(3.5);
    }

    @Test
    void aLowEstimateAloneIsNot() {
        assertThat(slowAfter(120, 300_000, 20, 0)).isEqualTo(-1);
    }

    @Test
    void neitherIsALongWayNorAnUnknownOne() {
        assertThat(slowAfter(60, 300_000, 250, 0)).isEqualTo(-1);
        assertThat(slowAfter(60, 300_000, -1, 0)).isEqualTo(-1);
    }

    @Test
    void aPathThatHasBecomeALongerOneIsNoQueue() {
        assertThat(slowAfter(20, 2_000_000, 20, 0)).isEqualTo(-1);
        assertThat(slowAfter(60, 2_000_000, 90, 0)).isEqualTo(-1);
        assertThat(slowAfter(60, 1_300_000, 90, 0)).isEqualTo(-1);
        assertThat(slowAfter(10, 1_300_000, 140, 0)).isEqualTo(3.5);
    }

    @Test
    void inTheBeginningAQueueIsNoProofWithoutLoss() {
        assertThat(slowAfter(1, 300_000, 20, 0)).isEqualTo(-1);
        assertThat(slowAfter(8, 300_000, 200, 0.04)).isEqualTo(-1);
        assertThat(new SlowWatchTest().youngWithLoss()).isEqualTo(3.5);
    }

    private double youngWithLoss() {
        slowAfter(1, 300_000, 20, 0);
        return slowAfter(8, 300_000, 200, 0.06);
    }

    @Test
    void someSecondsOfHeavyLossAreSurvivedAndMoreAreNot() {
        slowAfter(10, 2_000_000, 60, 0);
        assertThat(slowAfter(5, 900_000, 60, 0.3)).isEqualTo(-1);
        assertThat(slowAfter(60, 1_200_000, 70, 0.06)).isEqualTo(-1);
        assertThat(slowAfter(20, 900_000, 60, 0.3)).isEqualTo(8.5);
    }

    @Test
    void heavyLossWithAnEstimateThatIsEnoughIsTheAirs() {
        assertThat(slowAfter(60, 1_400_000, 20, 0.3)).isEqualTo(-1);
    }

    @Test
    void aConnectionWithoutRoomIsSlowAfterASecond() {
        double after = -1;
        for (int i = 1; i <= 10 && after < 0; i++) {
            heldUp += 10;
            after = slowAfter(0.5, 0, -1, 0) < 0 ? -1 : i * 0.5;
        }
        assertThat(after).isEqualTo(1.5);
        heldUp++;
        assertThat(slowAfter(10, 0, -1, 0)).isEqualTo(-1);
    }

    @Test
    void aSpentBudgetOfResendsIsSlow() {
        for (int i = 0; i < 10; i++) {
            asked += 300;
            refused += 100;
            assertThat(slowAfter(3, 0, 20, 0.3)).isEqualTo(-1);
        }
        asked += 99;
        refused += 99;
        assertThat(slowAfter(3, 0, 20, 0.3)).isEqualTo(-1);
        asked += 180;
        refused += 100;
        assertThat(slowAfter(3, 0, 20, 0.3)).isEqualTo(3);
    }
}
