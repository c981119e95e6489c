package dev.sluice.room;

import dev.sluice.testkit.FakeClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TimelineTest {
    private static final long MS = 1_000_000;

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
}
