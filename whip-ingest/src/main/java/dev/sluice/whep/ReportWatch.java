package dev.sluice.whep;

import java.util.concurrent.TimeUnit;

/**
 * Whether a viewer still reports. Time in which nothing is sent to it does not count, for then it has nothing to report.
 * Single-threaded; time is an argument.
 */
final class ReportWatch {
    /** Asked twice a second, this makes ten seconds at most from the last report to the pause. */
    static final long MAX_SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(9_500);

    private long heardNanos;
    private long checkedNanos;
    private long packetsSent;

    ReportWatch(long nowNanos) {
        heardNanos = nowNanos;
        checkedNanos = nowNanos;
    }

    /** A report has come. */
    void heard(long nowNanos) {
        heardNanos = nowNanos;
    }

    /**
     * To be asked regularly.
     *
     * @param packets sent to the viewer so far
     */
    boolean silent(long packets, long nowNanos) {
        if (packets == packetsSent) {
            heardNanos = Math.min(nowNanos, heardNanos + nowNanos - checkedNanos);
        }
        packetsSent = packets;
        checkedNanos = nowNanos;
        return nowNanos - heardNanos >= MAX_SILENCE_NANOS;
    }
}
