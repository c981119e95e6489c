package dev.sluice.room;

import dev.sluice.runtime.Clock;

/**
 * The one clock that all tracks of a publisher share, in nanoseconds since its first frame. The source's clock
 * rules it; arrival time only anchors it: at the first frame of a connection and where the source's clock jumps. Such a
 * break continues at the last time plus the wall time that has passed, with one offset for all tracks. Only a track that
 * goes on unmoved while another's clock jumps keeps the offset it had: the source has two clocks then.
 *
 * <p>{@link #place} runs on the publisher's loop; the origin is safe to read anywhere once a frame was placed.
 */
public final class Timeline {
    /** A step back by more than this is a jump; a smaller one is disorder and is flattened. */
    static final long MAX_BACK_NANOS = 1_000_000_000L;
    /** A step ahead of the wall clock by more than this is a jump. */
    static final long MAX_AHEAD_NANOS = 10_000_000_000L;
    /** A track whose step is this near to the wall clock's had no part in another's jump. */
    static final long UNMOVED_NANOS = 1_000_000_000L;

    private final Clock clock;
    private volatile long originNanos;
    private volatile long originWallMillis;
    private boolean begun;
    private boolean anchored;
    private long offset;
    private long latest;
    private long latestArrival;
    private long anchorings;
    /** How many of them were before this connection. */
    private long anchoringsBefore;
    private long jumps;

    /** How far one track has come. Lives where the timeline does. */
    static final class Progress {
        private long offset;
        private long latestSource;
        private long latestArrival;
        private long latestTime = Long.MIN_VALUE;
        /** The newest that it knows of. */
        private long anchoring;
    }

    public Timeline(Clock clock) {
        this.clock = clock;
    }

    /** The next frame is the first of a new connection: its clock says nothing about the one before. */
    void unanchor() {
        anchored = false;
        anchoringsBefore = anchorings;
    }

    /**
     * Where a frame belongs.
     *
     * @param track whose frame it is
     * @param sourceNanos the frame's decoding time by the source's clock, unwrapped
     * @param arrivalNanos when it was read, by {@link Clock#nanos()}
     * @return nanoseconds on this timeline, never before an earlier frame of the same track
     */
    long place(Progress track, long sourceNanos, long arrivalNanos) {
        if (follows(track, sourceNanos, arrivalNanos)) {
            track.latestSource = Math.max(sourceNanos, track.latestSource);
        } else {
            if (!anchored || shares(track) || !near(sourceNanos, arrivalNanos)) {
                anchor(sourceNanos, arrivalNanos);
            }
            track.offset = offset;
            track.latestSource = sourceNanos;
        }
        track.anchoring = anchorings;
        track.latestArrival = arrivalNanos;
        track.latestTime = Math.max(track.latestSource + track.offset, track.latestTime);
        if (track.latestTime > latest) {
            latest = track.latestTime;
            latestArrival = arrivalNanos;
        }
        return track.latestTime;
    }

    /** Whether the frame goes on from the track's last. */
    private boolean follows(Progress track, long source, long arrival) {
        if (track.anchoring <= anchoringsBefore) {
            return false;
        }
        long step = source - track.latestSource;
        long elapsed = arrival - track.latestArrival;
        return track.anchoring == anchorings
                ? step >= -MAX_BACK_NANOS && step <= elapsed + MAX_AHEAD_NANOS
                : step >= 0 && Math.abs(step - elapsed) <= UNMOVED_NANOS;
    }

    /** Whether the track went by the clock that was anchored last. */
    private boolean shares(Progress track) {
        return track.anchoring == anchorings && track.offset == offset;
    }

    /** Whether the frame may be of that clock. */
    private boolean near(long source, long arrival) {
        long ahead = source + offset - latest;
        return ahead >= -MAX_AHEAD_NANOS && ahead <= arrival - latestArrival + MAX_AHEAD_NANOS;
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
