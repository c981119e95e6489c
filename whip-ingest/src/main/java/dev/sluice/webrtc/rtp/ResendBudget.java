package dev.sluice.webrtc.rtp;

/**
 * Bytes that may be sent again: each byte sent for the first time earns a share of one, so a viewer that asks for
 * everything gets at most that share on top of the stream's rate. Single-threaded.
 */
final class ResendBudget {
    /** One byte for so many sent. */
    static final int EARNED_BY = 2;
    /** What a new stream has. */
    static final int INITIAL_BYTES = 16 << 10;
    /** What can be saved up: a second of a 2 Mb/s stream's share. */
    static final int MAX_BYTES = 128 << 10;

    private int earned = INITIAL_BYTES * EARNED_BY;

    void sent(int bytes) {
        earned = Math.min(earned + bytes, MAX_BYTES * EARNED_BY);
    }

    /** Returns whether there was enough; if not, nothing is spent. */
    boolean spend(int bytes) {
        boolean enough = earned >= bytes * EARNED_BY;
        if (enough) {
            earned -= bytes * EARNED_BY;
        }
        return enough;
    }
}
