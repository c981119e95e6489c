package dev.sluice.room;

import dev.sluice.runtime.Clock;

/**
 * The one clock that all tracks of a publisher share, in nanoseconds since its first frame. The source's clock
 * rules it; arrival time only anchors it: at the first frame of a connection and where the source's clock jumps. Such a
 * break continues at the last time plus the wall time that has passed, with one offset for all tracks.
 *
 * <p>{@link #place} runs on the publisher's loop; the origin is safe to read anywhere once a frame was placed.
 */
public final class Timeline {
    /** A step back by more than this is a jump; a smaller one is disorder and is flattened. */
    static final long MAX_BACK_NANOS = 1_000_000_000L;
    /** A step ahead of the wall clock by more than this is a jump. */
    static final long MAX_AHEAD_NANOS = 10_000_000_000L;

    private final Clock clock;
    private volatile long originNanos;
    private volatile long originWallMillis;
    private boolean begun;
    private boolean anchored;
    private long offset;
    private long latest;
    private long latestArrival;
    private long anchorings;
    private long jumps;

    /** How far one track has come. Lives where the timeline does. */
    static final class Progress {
        private long latestSource;
        private long anchoring;
    }

    public Timeline(Clock clock) {
        this.clock = clock;
    }

    /** The next frame is the first of a new connection: its clock says nothing about the one before. */
    void unanchor() {
        anchored = false;
    }

    /**
     * Where a frame belongs.
     *
     * @param track whose frame it is
     * @param sourceNanos the frame's decoding time by the source's clock, unwrapped
     * @param arrivalNanos when it was read, by {@link Clock#nanos()}
     * @return nanoseconds on this timeline, never before an earlier frame of the same track in the same anchoring
     */
    long place(Progress track, long sourceNanos, long arrivalNanos) {
        if (!anchored || jumped(track, sourceNanos, arrivalNanos)) {
            anchor(sourceNanos, arrivalNanos);
        }
        long source = seen(track) ? Math.max(sourceNanos, track.latestSource) : sourceNanos;
        track.anchoring = anchorings;
        track.latestSource = source;
        long time = source + offset;
        if (time > latest) {
            latest = time;
            latestArrival = arrivalNanos;
        }
        return time;
    }

    private boolean jumped(Progress track, long source, long arrival) {
        long before = seen(track) ? track.latestSource : latest - offset;
        long step = source - before;
        long back = seen(track) ? MAX_BACK_NANOS : MAX_AHEAD_NANOS;
        return step < -back || step > arrival - latestArrival + MAX_AHEAD_NANOS;
    }

    /** Whether the track had a frame since the last anchoring. */
    private boolean seen(Progress track) {
        return track.anchoring == anchorings;
    }

    private void anchor(long source, long arrival) {
        if (!begun) {
            begun = true;
            originNanos = arrival;
            originWallMillis = clock.wallMillis();
            latestArrival = arrival;
        } else if (anchored) {
            jumps++;
        }
        anchored = true;
        anchorings++;
        offset = latest + Math.max(0, arrival - latestArrival) - source;
    }

    /** How often the source's clock jumped. */
    long jumps() {
        return jumps;
    }

    /** What {@link Clock#nanos()} was at time 0. */
    public long originNanos() {
        return originNanos;
    }

    /** What {@link Clock#wallMillis()} was at time 0. */
    public long originWallMillis() {
        return originWallMillis;
    }
}
