package dev.sluice.webrtc.rtp;

import java.util.concurrent.TimeUnit;

/** Viewers' wishes for a key frame, passed on at most once a second. Single-threaded; time is an argument. */
final class KeyFrameRequests {
    static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Runnable publisher;
    private boolean asked;
    private long lastNanos;

    /** @param publisher asks the publisher's encoder; does nothing where the protocol has no way to */
    KeyFrameRequests(Runnable publisher) {
        this.publisher = publisher;
    }

    void request(long nowNanos) {
        if (!asked || nowNanos - lastNanos >= INTERVAL_NANOS) {
            asked = true;
            lastNanos = nowNanos;
            publisher.run();
        }
    }
}
