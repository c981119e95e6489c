package dev.sluice.room;

import java.util.concurrent.TimeUnit;

/**
 * Whether a track's frames come, by when the last one came and how far apart they are: one of a few frames a second flows
 * as well. Written on the track's loop, asked anywhere.
 */
final class Flow {
    private static final long MIN_PATIENCE = TimeUnit.SECONDS.toNanos(1);
    private static final int PATIENCE_FRAMES = 3;
    /** A pause longer than this says nothing of the rate of frames. */
    private static final long MAX_INTERVAL = TimeUnit.SECONDS.toNanos(2);
    private static final int SMOOTHING = 8;

    private volatile boolean flowing;
    private volatile long arrivedNanos;
    private volatile long intervalNanos;

    void arrived(long nowNanos) {
        if (flowing) {
            long interval = Math.clamp(nowNanos - arrivedNanos, 0, MAX_INTERVAL);
            long before = intervalNanos;
            intervalNanos = before + (interval - before) / SMOOTHING;
        }
        arrivedNanos = nowNanos;
        flowing = true;
    }

    /** No longer, whatever came before. */
    void interrupt() {
        flowing = false;
    }

    boolean flows(long nowNanos) {
        return flowing && nowNanos - arrivedNanos <= Math.max(MIN_PATIENCE, PATIENCE_FRAMES * intervalNanos);
    }

    long arrivedNanos() {
        return arrivedNanos;
    }
}
