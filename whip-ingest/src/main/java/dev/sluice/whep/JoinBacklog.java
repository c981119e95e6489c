package dev.sluice.whep;

import dev.sluice.media.EncodedFrame;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a joiner has yet to see before it is live: the cached group of pictures, and behind it what comes meanwhile. Says
 * which frame is due when, evenly over a short span, so that the viewer gets no burst. Retains what it holds.
 * Single-threaded; time is an argument.
 */
final class JoinBacklog {
    /** All is out this long after the join; what is left of 300 ms is the timer's coarseness. */
    static final long MAX_SPAN_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /** A short backlog is not drawn out: no frame waits longer than this for the one before. */
    static final long FRAME_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    /** The largest group of pictures, and what comes in the meantime. */
    static final int MAX_FRAMES = 512;

    private final Queue<EncodedFrame> frames = new ArrayDeque<>();
    private final long startNanos;
    private final long spanNanos;
    private long offered;
    private long taken;

    /** @param cached oldest first, borrowed */
    JoinBacklog(List<EncodedFrame> cached, long nowNanos) {
        startNanos = nowNanos;
        spanNanos = Math.min(MAX_SPAN_NANOS, cached.size() * FRAME_NANOS);
        cached.forEach(this::offer);
    }

    /** Puts a borrowed frame at the end. False where there is no room; nothing is held then. */
    boolean offer(EncodedFrame frame) {
        if (frames.size() >= MAX_FRAMES) {
            return false;
        }
        frames.add(frame.retain());
        offered++;
        return true;
    }

    /** The next frame that is due, the caller's own from now on; null where none is. */
    @Nullable
    EncodedFrame next(long nowNanos) {
        return taken < due(nowNanos - startNanos) ? take() : null;
    }

    private long due(long elapsed) {
        return elapsed >= spanNanos ? offered : 1 + offered * elapsed / spanNanos;
    }

    private @Nullable EncodedFrame take() {
        var frame = frames.poll();
        taken += frame == null ? 0 : 1;
        return frame;
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    /** Lets go of everything. */
    void clear() {
        frames.forEach(EncodedFrame::release);
        frames.clear();
    }
}
