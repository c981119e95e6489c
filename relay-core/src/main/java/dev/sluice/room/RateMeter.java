package dev.sluice.room;

import java.util.concurrent.TimeUnit;

/** Frames and bytes a second over windows of a second. Written on one loop, read anywhere. */
public final class RateMeter {
    private static final long WINDOW = TimeUnit.SECONDS.toNanos(1);

    private boolean started;
    private long windowStart;
    private int frames;
    private long bytes;
    private volatile Rate latest = new Rate(0, 0, 0);

    /** One finished window. */
    private record Rate(double fps, double bitsPerSecond, long at) {}

    /** Allocates once a window, not per frame. */
    void count(int size, long nowNanos) {
        if (!started) {
            started = true;
            windowStart = nowNanos;
        }
        long elapsed = nowNanos - windowStart;
        if (elapsed >= WINDOW) {
            double seconds = elapsed / 1e9;
            latest = new Rate(frames / seconds, bytes * 8 / seconds, nowNanos);
            windowStart = nowNanos;
            frames = 0;
            bytes = 0;
        }
        frames++;
        bytes += size;
    }

    /** Frames a second in the last full window; 0 when none ended in the last three seconds. */
    public double fps(long nowNanos) {
        var rate = latest;
        return fresh(rate, nowNanos) ? rate.fps() : 0;
    }

    public double bitsPerSecond(long nowNanos) {
        var rate = latest;
        return fresh(rate, nowNanos) ? rate.bitsPerSecond() : 0;
    }

    private static boolean fresh(Rate rate, long nowNanos) {
        return rate.at() != 0 && nowNanos - rate.at() < 3 * WINDOW;
    }
}
