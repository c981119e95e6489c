package dev.sluice.whep;

import java.util.concurrent.TimeUnit;

/**
 * Whether a viewer still reports. Time in which nothing is sent to it does not count, for then it has nothing to report.
 * Single-threaded; time is an argument.
 */
final class ReportWatch {
    static final long MAX_SILENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

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
