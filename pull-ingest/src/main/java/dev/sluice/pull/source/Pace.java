package dev.sluice.pull.source;

import java.util.concurrent.TimeUnit;

/**
 * When a tag is due, by its timestamp. A response of a known length is a file: it goes on in real time. One without is live:
 * what a server has kept of the stream, its last group of pictures or more, passes at once, and only what is farther ahead of
 * real time than any server keeps is held back, so a file in disguise is bounded. A live source's clock may run a little fast
 * for ever. A timestamp far from the one before begins anew. Pure.
 */
final class Pace {
    private static final long FILE_LEAD = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LIVE_LEAD = TimeUnit.SECONDS.toNanos(10);
    /** One in a thousand, ten times as much as clocks are off. */
    private static final long LIVE_DRIFT = 1000;
    private static final long JUMP_MILLIS = 5000;

    private final boolean live;
    private boolean anchored;
    private long anchorMillis;
    private long anchorNanos;
    private long lastMillis;

    Pace(boolean live) {
        this.live = live;
    }

    /** How long to hold a tag back; 0 if it is due. To be called once for each, in their order. */
    long nanosUntil(long millis, long nowNanos) {
        if (!anchored || Math.abs(millis - lastMillis) > JUMP_MILLIS) {
            anchored = true;
            anchorMillis = millis;
            anchorNanos = nowNanos;
        }
        lastMillis = millis;
        long elapsed = nowNanos - anchorNanos;
        long allowed = live ? LIVE_LEAD + elapsed + elapsed / LIVE_DRIFT : FILE_LEAD + elapsed;
        return Math.max(0, TimeUnit.MILLISECONDS.toNanos(millis - anchorMillis) - allowed);
    }
}
