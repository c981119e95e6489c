package dev.sluice.transcode;

import dev.sluice.transcode.SourceClock.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SourceClockTest {
    @ParameterizedTest
    @CsvSource({"0, 1024, FOLLOWS", "600, 1024, FOLLOWS", "-600, 1024, FOLLOWS", "970, 1024, GAP", "-970, 1024, JUMP",
            "970, 2229, FOLLOWS", "2229, 2229, GAP", "5760, 1024, GAP", "5761, 1024, JUMP",
            "9223372036854775807, 1024, JUMP", "-9223372036854775808, 1024, JUMP"})
    void errorsAreJudgedByTheFramesLength(long error, int frameLength, Step step) {
        assertThat(new SourceClock().observe(error, frameLength)).isEqualTo(step);
    }

    @Test
    void steadyErrorIsCorrectedFromTenMillisecondsDownToOne() {
        var clock = new SourceClock();
        double error = 0;
        int begun = 0;
        for (int second = 1; second <= 120; second++) {
            error += second <= 60 ? 24 : 0;
            for (int i = 0; i < 47; i++) {
                assertThat(clock.observe(Math.round(error), 1_024)).isEqualTo(Step.FOLLOWS);
            }
            int correction = clock.correction();
            begun = begun == 0 && correction != 0 ? second : begun;
            error -= correction;
            assertThat(Math.abs(error)).isLessThan(960);
            assertThat(Math.abs(correction)).isLessThanOrEqualTo(SourceClock.MAX_CORRECTION);
        }
        assertThat(begun).isBetween(20, 25);
        assertThat(Math.abs(error)).isLessThan(SourceClock.DRIFT_BEGIN);
        assertThat(clock.correction()).isZero();
    }

    @Test
    void aSourceThatRunsAwayIsCaughtByTheOutermostBound() {
        var clock = new SourceClock();
        long error = 0;
        var step = Step.FOLLOWS;
        while (step == Step.FOLLOWS) {
            error += 10;
            step = clock.observe(error, 1_024);
        }
        assertThat(step).isEqualTo(Step.GAP);
        assertThat(error).isLessThanOrEqualTo(SourceClock.MAX_ERROR + 10);
    }
}
