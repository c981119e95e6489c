package dev.sluice.rtmp.frame;

/**
 * Makes 64-bit milliseconds of RTMP's 32 bits, so that a stream may run for ever. Encoders wrap at different places: at
 * 2^32 (49.7 days) by the book, at 2^31 (24.8 days) as FFmpeg's FLV muxer does, at 2^24 (4.66 hours) where an old one
 * leaves the extended timestamp out. A step from just below such a place to just above 0 goes forwards over it; every
 * other step, backwards too, stays what it is. Pure; audio and video of a connection share one.
 */
public final class TimestampUnwrapper {
    /** How near to the place of wrapping both sides of the step must lie. */
    static final long WINDOW = 60_000;
    private static final long[] WRAPS = {1L << 24, 1L << 31, 1L << 32};

    private long last = -1;
    private long base;
    private long lastWrap;

    /** @param timestamp unsigned 32 bits */
    public long unwrap(long timestamp) {
        if (last >= 0 && timestamp < last) {
            long wrap = wrapBetween(last, timestamp);
            base += wrap;
            lastWrap = wrap == 0 ? lastWrap : wrap;
        } else if (lastWrap > 0 && wrapBetween(timestamp, last) == lastWrap) {
            return base - lastWrap + timestamp; // a late one of the other kind, from before the wrap
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
