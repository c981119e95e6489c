package dev.sluice.webrtc.rtp;

/**
 * Bytes that may be sent again: each byte sent for the first time earns one, so a viewer that asks for everything at most
 * doubles the stream's rate. Less would not do: of 30 % lost, resends included, nearly half the stream goes out again, and
 * browsers ask at once for what was only overtaken on the way. Single-threaded.
 */
final class ResendBudget {
    /** What a new stream has. */
    static final int INITIAL_BYTES = 64 << 10;
    /** What can be saved up: a second of a 2 Mb/s stream. */
    static final int MAX_BYTES = 256 << 10;

    private int earned = INITIAL_BYTES;

    void sent(int bytes) {
        earned = Math.min(earned + bytes, MAX_BYTES);
    }

    /** Returns whether there was enough; if not, nothing is spent. */
    boolean spend(int bytes) {
        boolean enough = earned >= bytes;
        if (enough) {
            earned -= bytes;
        }
        return enough;
    }
}
