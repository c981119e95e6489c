package dev.sluice.webrtc.rtp.receive;

/** Turns numbers that wrap on the wire into ones that do not: each is the nearest to the one before. Single-threaded. */
final class Unwrapper {
    private final int shift;
    private boolean begun;
    private long latest;

    /** @param bits of the numbers on the wire, at most 32 */
    Unwrapper(int bits) {
        this.shift = Long.SIZE - bits;
    }

    /** @param value as on the wire, unsigned */
    long unwrap(long value) {
        latest = near(value);
        begun = true;
        return latest;
    }

    /** As {@link #unwrap}, but later numbers are not measured by it. The very first number is itself. */
    long near(long value) {
        return begun ? latest + (((value - latest) << shift) >> shift) : value;
    }
}
