package dev.sluice.webrtc.rtp.receive;

import java.util.concurrent.TimeUnit;

/**
 * When to ask one stream's encoder for a key frame: for ourselves after a loss or where a stream does not begin with
 * one, and for viewers, more rarely, who may ask often. Until one comes. Single-threaded; time is an argument.
 */
final class KeyFrameNeed {
    static final long OWN_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    static final long VIEWERS_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** From the first packet on; a key frame that is on its way comes by itself. */
    static final long START_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private final long startedNanos;
    private boolean started;
    private boolean lost;
    private boolean wished;
    private boolean asked;
    private long askedNanos;

    /** @param nowNanos when the stream's first packet came */
    KeyFrameNeed(long nowNanos) {
        startedNanos = nowNanos;
    }

    /** Nothing can be decoded without one. */
    void onPictureLost() {
        lost = true;
    }

    /** A viewer wants one. */
    void onWish() {
        wished = true;
    }

    /** One came. */
    void onKeyFrame() {
        started = true;
        lost = false;
        wished = false;
    }

    /** Whether to ask now, which then counts as done. */
    boolean due(long nowNanos) {
        boolean own = lost || (!started && nowNanos - startedNanos >= START_NANOS);
        long interval = own ? OWN_INTERVAL_NANOS : VIEWERS_INTERVAL_NANOS;
        if ((!own && !wished) || (asked && nowNanos - askedNanos < interval)) {
            return false;
        }
        asked = true;
        askedNanos = nowNanos;
        return true;
    }
}
