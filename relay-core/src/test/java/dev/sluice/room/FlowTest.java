package dev.sluice.room;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FlowTest {
    private static final long MS = 1_000_000;

    private final Flow flow = new Flow();
    private long now = 5_000 * MS;

    private void frames(int count, long millis) {
        for (int i = 0; i < count; i++) {
            now += millis * MS;
            flow.arrived(now);
        }
    }

    private boolean flowsAfter(long millis) {
        return flow.flows(now + millis * MS);
    }

    @Test
    void nothingFlowsBeforeTheFirstFrame() {
        assertThat(flow.flows(0)).isFalse();
        assertThat(flow.flows(now)).isFalse();
    }

    @Test
    void aSecondWithoutAFrameIsAStop() {
        frames(30, 33);
        assertThat(flowsAfter(1_000)).isTrue();
        assertThat(flowsAfter(1_001)).isFalse();
    }

    @Test
    void aSlowOneHasThreeOfItsIntervals() {
        frames(30, 1_000);
        assertThat(flowsAfter(2_900)).isTrue();
        assertThat(flowsAfter(3_001)).isFalse();
        frames(60, 200);
        assertThat(flowsAfter(1_000)).isTrue();
        assertThat(flowsAfter(1_001)).isFalse();
    }

    @Test
    void aLongPauseIsNoInterval() {
        frames(30, 33);
        frames(1, 60_000);
        assertThat(flowsAfter(1_000)).isTrue();
        assertThat(flowsAfter(1_001)).isFalse();
    }

    @Test
    void whatWasInterruptedFlowsAgainWithTheNextFrame() {
        frames(3, 33);
        flow.interrupt();
        assertThat(flowsAfter(0)).isFalse();
        frames(1, 33);
        assertThat(flowsAfter(0)).isTrue();
    }
}
