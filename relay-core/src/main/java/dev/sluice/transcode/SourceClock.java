package dev.sluice.transcode;

import static dev.sluice.transcode.OpusSettings.CLOCK_RATE;

/**
 * Compares the source's time stamps with the count of samples and tells gap, jump, drift and mere jitter apart. Pure
 * arithmetic in samples of 48 kHz; one thread.
 *
 * <p>An error is the frame's time stamp less the place where its sound would fall by counting: positive, when sound is
 * missing. It is smoothed over about 64 frames, because FLV rounds time stamps to a millisecond and some encoders stamp
 * by the wall clock; only what the smoothing leaves is drift. The same jitter widens the window in which a frame counts
 * as the next one.
 */
final class SourceClock {
    /** How a frame stands to the sound before it. */
    enum Step {
        FOLLOWS, GAP, JUMP
    }

    /**
     * A longer gap, as an encoder leaves that reconnects, is not filled: the time stamps jump with the source. It is noticed
     * only when it is over, so its silence would reach the listener at once and late, and keep the sound behind for long.
     */
    static final int MAX_SILENCE = CLOCK_RATE * 3 / 25;

    /** How far count and source may be apart whatever the jitter. */
    static final int MAX_ERROR = CLOCK_RATE / 10;

    /** Where correction starts: half of the 20 ms that are allowed, so that these are never reached. */
    static final int DRIFT_BEGIN = CLOCK_RATE / 100;

    /** Where correction ends. */
    static final int DRIFT_END = CLOCK_RATE / 1_000;

    /** 0.5 % is 9 cents: the most by which the pitch may change, in samples a second. */
    static final int MAX_CORRECTION = CLOCK_RATE / 200;

    /** Seconds over which an error is spread. */
    private static final int CORRECTION_TIME = 5;
    private static final double SMOOTHING = 1.0 / 64;
    private static final double MIN_WINDOW = CLOCK_RATE / 100.0;
    private static final double MAX_WINDOW = CLOCK_RATE / 25.0;

    private double drift;
    private double jitter;
    private boolean correcting;

    /**
     * Judges the next frame.
     *
     * @param error its time stamp less its place by counting
     * @param frameLength samples in a frame of this stream
     */
    Step observe(long error, int frameLength) {
        double deviation = error - drift;
        double window = Math.clamp(frameLength * 2 / 3.0, MIN_WINDOW, MAX_WINDOW) + 4 * jitter;
        jitter += (Math.min(Math.abs(deviation), MAX_WINDOW) - jitter) * SMOOTHING;
        if (Math.abs(deviation) <= window && Math.abs(error) <= MAX_ERROR) {
            drift += deviation * SMOOTHING;
            return Step.FOLLOWS;
        }
        restart();
        return error > 0 && error <= MAX_SILENCE ? Step.GAP : Step.JUMP;
    }

    /** The count was set to the source's time: there is no drift yet. */
    private void restart() {
        drift = 0;
        correcting = false;
    }

    /** Samples to put in (or, negative, to take out) in the next second of sound. */
    int correction() {
        double distance = Math.abs(drift);
        correcting = distance > (correcting ? DRIFT_END : DRIFT_BEGIN);
        return correcting ? Math.clamp(Math.round(drift / CORRECTION_TIME), -MAX_CORRECTION, MAX_CORRECTION) : 0;
    }
}
