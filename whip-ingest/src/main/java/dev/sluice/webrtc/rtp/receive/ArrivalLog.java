package dev.sluice.webrtc.rtp.receive;

import dev.sluice.webrtc.rtp.wire.TransportFeedbackWriter;
import dev.sluice.webrtc.rtp.wire.TransportFeedbackWriter.Head;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * When each packet of a session came, by transport-wide sequence number, and the feedback made of it, from which the
 * publisher estimates its bandwidth. A packet that comes after it was reported lost is reported again, with those after
 * it. Bounded by span; single-threaded; time is an argument.
 */
final class ArrivalLog {
    /** A number farther from the others starts the log over. */
    static final int SPAN = 4_096;
    private static final long NONE = Long.MIN_VALUE;

    private final Unwrapper sequences = new Unwrapper(16);
    /** In units of {@link TransportFeedbackWriter#DELTA_NANOS}. */
    private final long[] arrivals = new long[SPAN];
    private final int[] deltas = new int[TransportFeedbackWriter.MAX_STATUSES];
    private boolean begun;
    /** The first number that the next feedback tells of. */
    private long start;
    /** Beyond the highest that came. */
    private long end;
    private int number;

    ArrivalLog() {
        Arrays.fill(arrivals, NONE);
    }

    /** @param sequence 0..65535 */
    void onPacket(int sequence, long nowNanos) {
        long unwrapped = begun ? sequences.near(sequence) : sequences.unwrap(sequence);
        if (!begun || Math.abs(unwrapped - end) >= SPAN) {
            restart(unwrapped);
        }
        for (; end <= unwrapped; end++) {
            arrivals[slot(end)] = NONE;
        }
        sequences.unwrap(end - 1);
        start = Math.max(start, end - SPAN);
        if (arrivals[slot(unwrapped)] == NONE) {
            start = Math.min(start, unwrapped);
            arrivals[slot(unwrapped)] = Math.floorDiv(nowNanos, TransportFeedbackWriter.DELTA_NANOS);
        }
    }

    private void restart(long sequence) {
        begun = true;
        Arrays.fill(arrivals, NONE);
        start = sequence;
        end = sequence;
    }

    /** Whether something came that was not told yet. */
    boolean pending() {
        return start < end;
    }

    /**
     * Writes one feedback packet about the oldest that is {@link #pending}; call until nothing is.
     *
     * @param sender SSRC of ours
     * @param media SSRC of any stream of the publisher
     */
    void write(ByteBuf out, long sender, long media) {
        long first = start;
        while (arrivals[slot(first)] == NONE) {
            first++;
        }
        // What is missing before the first is told too, unless that is more than fits.
        long base = first - start < TransportFeedbackWriter.MAX_STATUSES ? start : first;
        long reference = Math.floorDiv(arrivals[slot(first)], (long) TransportFeedbackWriter.REFERENCE_DELTAS);
        int count = fill(base, reference * TransportFeedbackWriter.REFERENCE_DELTAS);
        start = base + count;
        var head = new Head(sender, media, (int) base, reference, number++);
        TransportFeedbackWriter.write(out, head, deltas, count);
    }

    /** Returns how many statuses fit; the last of them is a received one. */
    private int fill(long base, long before) {
        int count = 0;
        int received = 0;
        int most = (int) Math.min(end - base, TransportFeedbackWriter.MAX_STATUSES);
        for (int i = 0; i < most && received < TransportFeedbackWriter.MAX_RECEIVED; i++) {
            long arrival = arrivals[slot(base + i)];
            deltas[i] = arrival == NONE ? TransportFeedbackWriter.LOST : (int) (arrival - before);
            if (arrival != NONE) {
                if (arrival - before != (short) (arrival - before)) {
                    return count;
                }
                before = arrival;
                received++;
                count = i + 1;
            }
        }
        return count;
    }

    private static int slot(long sequence) {
        return (int) (sequence & SPAN - 1);
    }
}
