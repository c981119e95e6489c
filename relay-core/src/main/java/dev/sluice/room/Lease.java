package dev.sluice.room;

import java.util.concurrent.TimeUnit;

/**
 * One connection's claim on a publisher's place, which it holds as long as it uses it. Lives on the publisher's loop; time
 * is an argument.
 */
final class Lease {
    /** So long a claim counts as live before its first media; WHIP has ICE and DTLS to do meanwhile. */
    static final long FIRST_MEDIA = TimeUnit.SECONDS.toNanos(10);
    /** One that sent a frame within so long is live; encoders that hang send none. */
    static final long MAX_SILENCE = TimeUnit.SECONDS.toNanos(5);
    /** A claim without any media ends then: it outlasts every deadline that the protocols have themselves. */
    static final long UNUSED = TimeUnit.SECONDS.toNanos(60);

    private long nanos;
    private boolean used;

    Lease(long claimedNanos) {
        nanos = claimedNanos;
    }

    /** A frame came. */
    void use(long arrivalNanos) {
        used = true;
        nanos = arrivalNanos;
    }

    boolean used() {
        return used;
    }

    /** Whether the connection sends, or may yet begin to. */
    boolean live(long nowNanos) {
        return nowNanos - nanos <= (used ? MAX_SILENCE : FIRST_MEDIA);
    }
}
