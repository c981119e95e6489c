package dev.sluice.webrtc.rtp.receive;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SequenceTest {
    private final SequenceTracker tracker = new SequenceTracker();

    @Test
    void timestampsGoOnOverEveryWrap() {
        var unwrapper = new Unwrapper(32);
        long start = 0xffff_0000L;
        // 13.25 h of 90 kHz are one wrap: 40 h in steps of a minute.
        for (long minute = 0; minute < 40 * 60; minute++) {
            long ticks = start + minute * 60 * 90_000;
            assertThat(unwrapper.unwrap(ticks & 0xffffffffL)).isEqualTo(ticks);
            assertThat(unwrapper.unwrap(ticks - 3_000 & 0xffffffffL)).as("disorder").isEqualTo(ticks - 3_000);
        }
    }

    @Test
    void aLookChangesNothing() {
        var unwrapper = new Unwrapper(32);
        assertThat(unwrapper.near(7)).isEqualTo(7);
        unwrapper.unwrap(10);
        assertThat(unwrapper.near(0x8000_000bL)).isEqualTo(0x8000_000bL - (1L << 32));
        assertThat(unwrapper.near(0xffff_ffffL)).isEqualTo(-1);
        assertThat(unwrapper.unwrap(12)).isEqualTo(12);
    }

    @Test
    void sequenceNumbersGoOnOverEveryWrap() {
        for (long i = 65_000; i < 500_000; i += 7) {
            assertThat(tracker.accept((int) i & 0xffff)).isEqualTo(i);
            assertThat(tracker.accept((int) (i - 100) & 0xffff)).as("late").isEqualTo(i - 100);
            assertThat(tracker.highest()).isEqualTo(i);
        }
    }

    @Test
    void aStrayNumberIsDroppedAndTheStreamGoesOn() {
        tracker.accept(100);
        assertThat(tracker.accept(30_000)).isEqualTo(SequenceTracker.IMPLAUSIBLE);
        assertThat(tracker.accept(101)).isEqualTo(101);
        assertThat(tracker.accept(30_001)).as("no successor").isEqualTo(SequenceTracker.IMPLAUSIBLE);
        assertThat(tracker.accept(102)).isEqualTo(102);
    }

    @Test
    void aSenderThatStartsOverIsBelievedAtItsSecondPacket() {
        for (int restart : new int[]{5_000, 30_000, 50_000, 65_534}) {
            long before = tracker.accept(200) == SequenceTracker.IMPLAUSIBLE ? tracker.accept(201) : tracker.highest();
            assertThat(tracker.accept(restart)).isEqualTo(
                    restart == 65_534 ? before - before % 65_536 - 2 : SequenceTracker.IMPLAUSIBLE);
            if (restart != 65_534) {
                long after = tracker.accept(restart + 1);
                assertThat(after).isGreaterThan(before + SequenceTracker.MAX_JUMP);
                assertThat(after & 0xffff).isEqualTo(restart + 1);
            }
        }
    }
}
