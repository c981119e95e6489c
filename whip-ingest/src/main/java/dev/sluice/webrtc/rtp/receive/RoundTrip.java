package dev.sluice.webrtc.rtp.receive;

import java.util.concurrent.TimeUnit;

/** How long it takes from a NACK to the packet asked for, smoothed. Single-threaded. */
final class RoundTrip {
    static final long INITIAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** Asking again sooner would ask for what is on its way. */
    static final long MIN_RESEND_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int GAIN = 8;

    private long nanos = INITIAL_NANOS;
    private boolean measured;

    void sample(long sampleNanos) {
        long sample = Math.min(sampleNanos, MAX_NANOS);
        nanos = measured ? nanos + (sample - nanos) / GAIN : sample;
        measured = true;
    }

    long nanos() {
        return nanos;
    }

    /** When to ask again: a round trip, and a quarter for what it varies by. */
    long resendNanos() {
        return Math.max(MIN_RESEND_NANOS, nanos + nanos / 4);
    }
}
