package dev.sluice.webrtc.rtp;

import java.util.concurrent.TimeUnit;

/**
 * When a stream owes its receiver a sender report beside the regular ones: at its start, and often while its RTP clock drifts
 * against the timeline and shortly afterwards, because receivers fit a line through the last reports (libwebrtc: 20).
 * Single-threaded; time is an argument.
 */
final class ReportPace {
    static final long DRIFT_NANOS = TimeUnit.MILLISECONDS.toNanos(4);
    /** Twenty reports behind a drift, then the line knows nothing else. */
    static final long SETTLING_NANOS = TimeUnit.SECONDS.toNanos(2);
    static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private boolean begun;
    private boolean drifted;
    private long lag;
    private long reportedNanos;
    private long driftedNanos;

    /** @param lagNanos how far timestamps stay behind the timeline */
    boolean due(long lagNanos, long nowNanos) {
        return !begun || Math.abs(lagNanos - lag) > DRIFT_NANOS || (drifted
                && nowNanos - driftedNanos < SETTLING_NANOS && nowNanos - reportedNanos >= INTERVAL_NANOS);
    }

    /** One was written, whether it was due or not. */
    void reported(long lagNanos, long nowNanos) {
        if (begun && Math.abs(lagNanos - lag) > DRIFT_NANOS) {
            drifted = true;
            driftedNanos = nowNanos;
        }
        begun = true;
        lag = lagNanos;
        reportedNanos = nowNanos;
    }

    /** What was reported last. */
    long lagNanos() {
        return lag;
    }
}
