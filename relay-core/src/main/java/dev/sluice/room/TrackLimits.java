package dev.sluice.room;

import io.micrometer.core.instrument.MeterRegistry;

/**
 * What bounds a track, and where it counts.
 *
 * @param gop bounds of the cached group of pictures
 * @param queueFrames frames that may wait for one event loop
 */
public record TrackLimits(GopCache.Bounds gop, int queueFrames, MeterRegistry metrics) {
    private static final int GOP_FRAMES = 300;
    private static final int GOP_MILLIS = 4_000;
    /** Frames a second that a queue's bound in milliseconds is reckoned with: 60 video frames. */
    private static final int QUEUE_RATE = 60;

    /** From the configuration's {@code gopCacheBytes} and {@code viewerQueueMillis}. */
    public static TrackLimits of(int gopCacheBytes, int viewerQueueMillis, MeterRegistry metrics) {
        return new TrackLimits(new GopCache.Bounds(GOP_FRAMES, gopCacheBytes, GOP_MILLIS),
                Math.max(1, viewerQueueMillis * QUEUE_RATE / 1000), metrics);
    }
}
