package dev.sluice.webrtc.srtp;

/**
 * Which SRTP packets of one SSRC were accepted (RFC 3711 3.3.2), and with it the guess of a packet's 48-bit index from its
 * 16-bit sequence number (3.3.1). A window of 1,024 packets, where RFC 3711 asks for at least 64: a resend of a
 * high-bitrate stream comes later than that. Pure state, no allocation per packet.
 */
final class ReplayWindow {
    static final int PACKETS = 1024;

    private final long[] seen = new long[PACKETS / 64];
    private long highest = -1;

    /** The index a packet with this sequence number most probably has. */
    long guess(int sequence) {
        if (highest < 0) {
            return sequence;
        }
        // Half of the number space forward is newer, the rest older.
        long delta = (short) (sequence - (int) highest);
        return highest + delta;
    }

    /** Whether the packet was accepted before, or is too old to know. */
    boolean rejects(long index) {
        if (index > highest) {
            return false;
        }
        return index < 0 || highest - index >= PACKETS || (seen[word(index)] & bit(index)) != 0;
    }

    /** The packet authenticated. */
    void accept(long index) {
        if (index > highest) {
            long first = Math.max(highest + 1, index - PACKETS + 1);
            for (long i = first; i < index; i++) {
                seen[word(i)] &= ~bit(i);
            }
            highest = index;
        }
        seen[word(index)] |= bit(index);
    }

    private static int word(long index) {
        return (int) (index >>> 6) & (PACKETS / 64 - 1);
    }

    private static long bit(long index) {
        return 1L << (index & 63);
    }
}
