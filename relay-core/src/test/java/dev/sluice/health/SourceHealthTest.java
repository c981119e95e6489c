package dev.sluice.health;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;

class SourceHealthTest {
    private static final long SECOND = 1_000_000;

    private final HealthModel source = new HealthModel();

    /** After a minute: skew and lag in milliseconds, each within so many. */
    record Case(String name, Consumer<HealthModel> source, long skew, long lag, long within) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES = List.of(
            new Case("all is well", _ -> {}, 0, 0, 0),
            new Case("jitter of 40 ms either way", source -> source.jitter(40), 0, 0, 8),
            new Case("frames of 300 ms come together", source -> source.batches(300), 0, 0, 45),
            new Case("frames of a second come together", source -> source.batches(1_000), 0, 0, 45),
            new Case("frames of two seconds come together", source -> source.batches(2_000), 0, 0, 45),
            new Case("the video's clock 1 % fast", source -> source.videoClock = at -> at + at / 100, 600, 0, 15),
            new Case("the audio's clock 1 % fast", source -> source.audioClock = at -> at + at / 100, -600, 0, 15),
            new Case("the same in jitter", source -> {
                source.audioClock = at -> at + at / 100;
                source.jitter(40);
            }, -600, 0, 30),
            new Case("both clocks 100 ppm slow", source -> {
                source.videoClock = at -> at - at / 10_000;
                source.audioClock = at -> at - at / 10_000;
            }, 0, 0, 1),
            new Case("both clocks 100 ppm fast", source -> {
                source.videoClock = at -> at + at / 10_000;
                source.audioClock = at -> at + at / 10_000;
            }, 0, 0, 1),
            new Case("both clocks 1 % slow: no frame comes at its time", source -> {
                source.videoClock = at -> at - at / 100;
                source.audioClock = at -> at - at / 100;
            }, 0, 590, 20),
            new Case("an uplink that takes 95 % since half a minute",
                    source -> source.network = at -> at + Math.max(0, at - 30 * SECOND) / 20, 0, 1_450, 60),
            new Case("one that recovered", source -> source.network = at -> at + (at < 30 * SECOND
                    ? 0
                    : Math.max(0, 500_000 - (at - 30 * SECOND) / 20)), 0, 0, 45),
            new Case("video that is made 250 ms late", source -> source.videoClock = at -> at - 250_000, -250, 0, 0));

    @ParameterizedTest
    @FieldSource("CASES")
    void skewAndLagAreTheSourcesAndNotTheNetworks(Case one) {
        one.source().accept(source);
        var health = source.after(60);
        assertThat(health.avSkewMillis()).isBetween(one.skew() - one.within(), one.skew() + one.within());
        assertThat(health.lagMillis()).isBetween(one.lag() - one.within(), one.lag() + one.within());
    }

    @Test
    void aDriftGrowsFromSecondToSecond() {
        source.videoClock = at -> at + at / 100;
        for (int i = 1; i <= 10; i++) {
            assertThat(source.after(6).avSkewMillis()).isBetween(i * 60L - 12, i * 60L);
        }
    }

    @Test
    void oneKindAloneHasNoSkewAndOneThatStoppedNeither() {
        assertThat(source.health.latest()).isEqualTo(Health.UNKNOWN);
        source.audio = false;
        assertThat(source.after(3).avSkewMillis()).isNull();
        assertThat(source.health.latest().lagMillis()).isZero();
        source.audio = true;
        assertThat(source.after(3).avSkewMillis()).isZero();
        source.video = false;
        assertThat(source.after(3).avSkewMillis()).isZero();
        assertThat(source.after(1).avSkewMillis()).isNull();
        source.audio = false;
        assertThat(source.after(4).lagMillis()).isNull();
    }

    @Test
    void whatTimestampsSaidBeforeAJumpIsVoid() {
        source.after(10);
        source.health.jumped(source.nowNanos());
        source.videoClock = at -> at - 3_600 * SECOND;
        source.audioClock = source.videoClock;
        var health = source.after(1);
        assertThat(health.avSkewMillis()).isZero();
        assertThat(health.lagMillis()).isZero();
        assertThat(health.timestampJumps()).isEqualTo(1);
    }
}
