package dev.sluice.whep;

import dev.sluice.room.Track;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AllowanceTest {
    private final ViewerFixture room = new ViewerFixture();
    private final Allowance allowance = new Allowance();
    private final Track best = room.encoding("f", 1_280, 720);
    private final Track half = room.encoding("h", 640, 360);
    private final Track quarter = room.encoding("q", 320, 180);
    private final List<Track> all = List.of(best, half, quarter);

    @AfterEach
    void close() {
        room.close();
    }

    private static long seconds(double seconds) {
        return (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }

    private boolean raisedAt(double time) {
        var before = allowance.best(all);
        boolean only = allowance.keyFramesOnly();
        allowance.raise(before, all, 0, seconds(time));
        return allowance.best(all) != before || allowance.keyFramesOnly() != only;
    }

    private void lowerAt(double time) {
        allowance.lower(allowance.best(all), all, seconds(time));
    }

    @Test
    void itFallsLayerByLayerThenToKeyFramesAndClimbsBack() {
        assertThat(allowance.best(all)).isSameAs(best);
        lowerAt(0);
        assertThat(allowance.best(all)).isSameAs(half);
        lowerAt(3);
        assertThat(allowance.best(all)).isSameAs(quarter);
        lowerAt(6);
        assertThat(allowance.keyFramesOnly()).isTrue();
        assertThat(raisedAt(10.9)).isFalse();
        assertThat(raisedAt(11)).isTrue();
        assertThat(allowance.keyFramesOnly()).isFalse();
        assertThat(raisedAt(16)).isTrue();
        assertThat(allowance.best(all)).isSameAs(half);
        assertThat(allowance.slow()).isTrue();
        assertThat(raisedAt(21)).isTrue();
        assertThat(allowance.slow()).isFalse();
        assertThat(raisedAt(100)).isFalse();
    }

    @Test
    void aTryThatFailsIsRepeatedLaterAndLater() {
        lowerAt(0);
        double time = 0;
        for (double wait : new double[]{5, 10, 20, 40, 60, 60}) {
            assertThat(raisedAt(time + wait - 0.5)).as("%f", wait).isFalse();
            time += wait;
            assertThat(raisedAt(time)).as("%f", wait).isTrue();
            time += 4;
            lowerAt(time);
        }
    }

    @Test
    void aTryThatWentWellForLongCountsAsSuccess() {
        lowerAt(0);
        assertThat(raisedAt(5)).isTrue();
        lowerAt(8);
        assertThat(raisedAt(18)).isTrue();
        lowerAt(50);
        assertThat(raisedAt(55)).isTrue();
    }

    @Test
    void wherePublishersStopALayerTheViewerIsNotPushedFurtherDown() {
        lowerAt(0);
        assertThat(allowance.best(List.of(half, quarter))).isSameAs(half);
        assertThat(allowance.best(List.of(best))).isSameAs(best);
        allowance.raise(half, List.of(half, quarter), 0, seconds(5));
        assertThat(allowance.slow()).isFalse();
    }
}
