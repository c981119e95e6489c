package dev.sluice.room;

import dev.sluice.media.MediaKind;
import dev.sluice.runtime.Clock;
import java.util.Arrays;

/**
 * The one clock that audio and video of a publisher share, in nanoseconds since its first frame. The source's clock
 * rules it; arrival time only anchors it: at the first frame of a connection and where the source's clock jumps. Such a
 * break continues at the last time plus the wall time that has passed, with one offset for audio and video.
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
    private final long[] latestSource = new long[2];
    private final boolean[] seen = new boolean[2];
    private long jumps;

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
     * @param sourceNanos the frame's decoding time by the source's clock, unwrapped
     * @param arrivalNanos when it was read, by {@link Clock#nanos()}
     * @return nanoseconds on this timeline, never before an earlier frame of the same kind in the same anchoring
     */
    long place(MediaKind kind, long sourceNanos, long arrivalNanos) {
        if (!anchored || jumped(kind, sourceNanos, arrivalNanos)) {
            anchor(sourceNanos, arrivalNanos);
        }
        int k = slot(kind);
        long source = seen[k] ? Math.max(sourceNanos, latestSource[k]) : sourceNanos;
        seen[k] = true;
        latestSource[k] = source;
        long time = source + offset;
        if (time > latest) {
            latest = time;
            latestArrival = arrivalNanos;
        }
        return time;
    }

    private boolean jumped(MediaKind kind, long source, long arrival) {
        int k = slot(kind);
        long before = seen[k] ? latestSource[k] : latest - offset;
        long step = source - before;
        long back = seen[k] ? MAX_BACK_NANOS : MAX_AHEAD_NANOS;
        return step < -back || step > arrival - latestArrival + MAX_AHEAD_NANOS;
    }

    private static int slot(MediaKind kind) {
        return kind == MediaKind.AUDIO ? 0 : 1;
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
        Arrays.fill(seen, false);
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
