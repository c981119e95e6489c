package dev.sluice.room;

import dev.sluice.media.EncodedFrame;
import java.util.ArrayList;
import java.util.List;

/**
 * The frames since the last key frame, so that a joiner starts at once. Bounded: a group of pictures that does not fit
 * is dropped whole, and joiners wait for the next key frame. Single-threaded: lives on its track's loop.
 */
public final class GopCache {
    /** What a cache holds at most. */
    public record Bounds(int frames, int bytes, int millis) {}

    private final Bounds bounds;
    private final List<EncodedFrame> frames = new ArrayList<>();
    private int bytes;

    GopCache(Bounds bounds) {
        this.bounds = bounds;
    }

    /** Retains the frame if it is kept. Returns false when this frame made the group too long. */
    boolean add(EncodedFrame frame) {
        if (frame.keyFrame()) {
            clear();
        } else if (frames.isEmpty()) {
            return true;
        }
        frames.add(frame.retain());
        bytes += frame.size();
        if (fits(frame)) {
            return true;
        }
        clear();
        return false;
    }

    private boolean fits(EncodedFrame newest) {
        long ticks = newest.dts() - frames.getFirst().dts();
        return frames.size() <= bounds.frames() && bytes <= bounds.bytes()
                && ticks * 1000 <= (long) bounds.millis() * newest.track().clockRate();
    }

    /** The frames, oldest first, each retained once for the caller. */
    List<EncodedFrame> snapshot() {
        frames.forEach(EncodedFrame::retain);
        return List.copyOf(frames);
    }

    void clear() {
        frames.forEach(EncodedFrame::release);
        frames.clear();
        bytes = 0;
    }
}
