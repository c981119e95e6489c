package dev.sluice.webrtc.rtp.receive;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * The packets of one stream that are missing, and when to ask for each: once it is late for mere disorder, then every
 * round trip until it comes, the tries are used up or its owner goes on without it. Pure; single-threaded.
 */
final class LossLog {
    static final int MAX_TRIES = 10;
    /** A packet that comes this much later than its successor was only overtaken. */
    static final long REORDER_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final byte PRESENT = -1;
    private static final long NEVER = Long.MAX_VALUE;

    private final RoundTrip roundTrip;
    private final int maxMissing;
    /** By sequence: tries so far, or {@link #PRESENT}; when to ask next; when it was asked for last. */
    private final byte[] tries;
    private final long[] due;
    private final long[] asked;
    private boolean begun;
    /** Missing ones are from {@code oldest} to before {@code end}. */
    private long oldest;
    private long end;
    private int missing;
    private long nextDue = NEVER;

    /**
     * @param span of sequence numbers that is overlooked, a power of 2
     * @param maxMissing at one time; with more, all are given up
     */
    LossLog(RoundTrip roundTrip, int span, int maxMissing) {
        this.roundTrip = roundTrip;
        this.maxMissing = maxMissing;
        this.tries = new byte[span];
        this.due = new long[span];
        this.asked = new long[span];
        Arrays.fill(tries, PRESENT);
    }

    /**
     * A packet beyond all before came: those between are missing.
     *
     * @param sequence unwrapped
     * @return false where that is too many to ask for: all that were missing are forgotten
     */
    boolean onNewest(long sequence, long nowNanos) {
        long first = begun ? end : sequence;
        begun = true;
        end = sequence + 1;
        if (missing + sequence - first > maxMissing || (missing > 0 && sequence - oldest >= tries.length)) {
            clear();
            return false;
        }
        for (long lost = first; lost < sequence; lost++) {
            miss(lost, nowNanos + REORDER_NANOS);
        }
        return true;
    }

    private void miss(long sequence, long dueNanos) {
        oldest = missing == 0 ? sequence : oldest;
        missing++;
        tries[slot(sequence)] = 0;
        due[slot(sequence)] = dueNanos;
        nextDue = Math.min(nextDue, dueNanos);
    }

    /** The number after the highest that came. */
    long end() {
        return end;
    }

    int missing() {
        return missing;
    }

    /**
     * A packet came that is not beyond all before.
     *
     * @param resent whether it certainly is the answer to a NACK; only such ones measure the round trip
     * @return whether it was missing and had been asked for
     */
    boolean onFound(long sequence, boolean resent, long nowNanos) {
        if (missing == 0 || sequence < oldest || sequence >= end || tries[slot(sequence)] == PRESENT) {
            return false;
        }
        int slot = slot(sequence);
        int times = tries[slot];
        forget(sequence);
        if (resent && times == 1) {
            // Of a packet asked for more than once nobody knows which request was answered.
            roundTrip.sample(nowNanos - asked[slot]);
        }
        return times > 0;
    }

    private void forget(long sequence) {
        if (tries[slot(sequence)] == PRESENT) {
            return;
        }
        tries[slot(sequence)] = PRESENT;
        missing--;
        while (missing > 0 && tries[slot(oldest)] == PRESENT) {
            oldest++;
        }
        nextDue = missing == 0 ? NEVER : nextDue;
    }

    /** Nothing before this one is wanted any more. */
    void skipTo(long sequence) {
        while (missing > 0 && oldest < sequence) {
            forget(oldest);
        }
    }

    private void clear() {
        Arrays.fill(tries, PRESENT);
        missing = 0;
        nextDue = NEVER;
    }

    /**
     * What is to be asked for now, and counts as asked for.
     *
     * @param sequences filled in rising order; what does not fit comes next time
     * @return how many
     */
    int due(long nowNanos, long[] sequences) {
        if (nextDue > nowNanos) {
            return 0;
        }
        int count = 0;
        nextDue = NEVER;
        for (long sequence = oldest, left = missing; left > 0; sequence++) {
            int slot = slot(sequence);
            if (tries[slot] == PRESENT) {
                continue;
            }
            left--;
            if (due[slot] <= nowNanos && count < sequences.length) {
                sequences[count++] = sequence;
                ask(slot, nowNanos);
            }
            nextDue = Math.min(nextDue, due[slot]);
        }
        return count;
    }

    private void ask(int slot, long nowNanos) {
        tries[slot]++;
        asked[slot] = nowNanos;
        due[slot] = tries[slot] < MAX_TRIES ? nowNanos + roundTrip.resendNanos() : NEVER;
    }

    private int slot(long sequence) {
        return (int) (sequence & tries.length - 1);
    }
}
