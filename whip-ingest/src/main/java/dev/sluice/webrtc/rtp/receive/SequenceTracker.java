package dev.sluice.webrtc.rtp.receive;

/**
 * Sequence numbers of one stream, unwrapped to 64 bits. One far from the others is believed only when its successor
 * follows (RFC 3550 A.1): then the sender has started over, and the count goes on ahead of all before. Single-threaded.
 */
final class SequenceTracker {
    /** Farther from the highest is no loss and no delay: half a second of 80 Mb/s. */
    static final int MAX_JUMP = 4_096;
    static final long IMPLAUSIBLE = Long.MIN_VALUE;
    private static final int CYCLE = 1 << 16;
    private static final int NONE = -1;

    private boolean begun;
    private long highest;
    private int awaited = NONE;

    /**
     * @param sequence 0..65535
     * @return the unwrapped number, or {@link #IMPLAUSIBLE}: the packet is to be dropped
     */
    long accept(int sequence) {
        if (!begun) {
            begun = true;
            highest = sequence;
            return highest;
        }
        long unwrapped = near(sequence);
        if (Math.abs(unwrapped - highest) >= MAX_JUMP) {
            return suspect(sequence, unwrapped);
        }
        highest = Math.max(highest, unwrapped);
        awaited = NONE;
        return unwrapped;
    }

    private long suspect(int sequence, long unwrapped) {
        boolean confirmed = sequence == awaited;
        awaited = sequence + 1 & CYCLE - 1;
        if (!confirmed) {
            return IMPLAUSIBLE;
        }
        awaited = NONE;
        highest = unwrapped + CYCLE;
        return highest;
    }

    /** The number nearest to the highest; changes nothing. */
    long near(int sequence) {
        return highest + (short) (sequence - (int) highest);
    }

    /** Of those accepted. */
    long highest() {
        return highest;
    }
}
