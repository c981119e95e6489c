package dev.sluice.rtmp.link;

/** Counts bytes received and says when the peer wants to hear of them, RTMP 1.0 5.4.3. Pure. */
public final class Acknowledgements {
    private static final long DEFAULT_WINDOW = 2_500_000;
    private static final long MASK = 0xffff_ffffL;

    private long window = DEFAULT_WINDOW;
    private long received;
    private long acknowledged;

    /** The peer's Window Acknowledgement Size. */
    public void window(long size) {
        window = size == 0 ? DEFAULT_WINDOW : size;
    }

    /** @return whether to acknowledge {@link #sequence} now */
    public boolean received(int bytes) {
        received += bytes;
        if (received - acknowledged < window) {
            return false;
        }
        acknowledged = received;
        return true;
    }

    /** Bytes received so far, modulo 2^32. */
    public long sequence() {
        return received & MASK;
    }
}
