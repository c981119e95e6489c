package dev.sluice.webrtc.rtp;

import java.util.concurrent.TimeUnit;

/**
 * How far a video feed's RTP timestamps stay behind the timeline, so that they keep pace with the wall clock where the source
 * does not. FFmpeg 8 makes up for its own late start by sending 5 % too fast for ten seconds; a browser that has learned that
 * pace (libwebrtc's TimestampExtrapolator never quite forgets) shows pictures some 90 ms too early for a minute. Sender reports
 * say which moment of the timeline a timestamp stands for, so lip sync holds.
 *
 * <p>Only a drift is followed. A step (a burst, a stall) is left to the receiver, which expects such things of a network.
 * Single-threaded; time is an argument.
 */
final class FeedClock {
    /** The fastest drift that is followed. */
    static final double MAX_PACE = 0.08;
    /** More at once than this is a step: a drift of 5 % is never further from what was followed than half of it. */
    static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(80);
    /** Jitter that is left after smoothing. */
    static final long IGNORED_NANOS = TimeUnit.MILLISECONDS.toNanos(8);
    private static final double SMOOTHING_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final double FOLLOWING_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private boolean started;
    private long lastArrival;
    /** How far the source runs ahead of the wall clock, smoothed. */
    private double lead;
    /** The part of it that is not followed. */
    private double base;
    private double lag;

    /**
     * A frame has come.
     *
     * @param leadNanos its time on the timeline less the wall time since the timeline began
     */
    void arrived(long leadNanos, long arrivalNanos) {
        double elapsed = Math.max(0, arrivalNanos - lastArrival);
        lastArrival = arrivalNanos;
        if (!started || elapsed > SMOOTHING_NANOS || Math.abs(leadNanos - lead) > STEP_NANOS) {
            started = true;
            base += leadNanos - lead;
            lead = leadNanos;
        } else {
            lead += (leadNanos - lead) * elapsed / SMOOTHING_NANOS;
            follow(lead - base - lag, elapsed);
        }
    }

    private void follow(double error, double elapsed) {
        if (Math.abs(error) > IGNORED_NANOS) {
            double most = elapsed * MAX_PACE;
            lag += Math.clamp(error * elapsed / FOLLOWING_NANOS, -most, most);
        }
    }

    /** What a timestamp is less than the frame's time, nanoseconds; negative where the source is slow. */
    long lagNanos() {
        return (long) lag;
    }
}
