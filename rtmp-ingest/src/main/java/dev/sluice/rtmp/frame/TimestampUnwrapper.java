package dev.sluice.rtmp.frame;

/**
 * Makes 64-bit milliseconds of RTMP's 32 bits, so that a stream may run for ever. Encoders wrap at different places: at
 * 2^32 (49.7 days) by the book, at 2^31 (24.8 days) as FFmpeg's FLV muxer does, at 2^24 (4.66 hours) where an old one
 * leaves the extended timestamp out. A step over such a place from near to near goes over it, forwards and, where audio and
 * video come in disorder, back again; every other step stays what it is. Pure; audio and video of a connection share one.
 */
public final class TimestampUnwrapper {
    /** How near to the place of wrapping both sides of the step must lie. */
    static final long WINDOW = 60_000;
    private static final long[] WRAPS = {1L << 24, 1L << 31, 1L << 32};

    private long last = -1;
    private long base;

    /** @param timestamp unsigned 32 bits */
    public long unwrap(long timestamp) {
        if (last >= 0 && timestamp > last) {
            long wrap = wrapBetween(timestamp, last);
            if (wrap > 0) {
                return base - wrap + timestamp; // a late one from before the wrap, or before 0
            }
        } else {
            base += wrapBetween(last, timestamp);
        }
        last = timestamp;
        return base + timestamp;
    }

    /** The place that lies just above {@code before} when {@code after} is just above 0; 0 where there is none. */
    private static long wrapBetween(long before, long after) {
        for (long wrap : WRAPS) {
            if (before < wrap && before >= wrap - WINDOW && after >= 0 && after < WINDOW) {
                return wrap;
            }
        }
        return 0;
    }
}
