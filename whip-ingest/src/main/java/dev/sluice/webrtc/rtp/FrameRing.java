package dev.sluice.webrtc.rtp;

import dev.sluice.media.EncodedFrame;
import dev.sluice.webrtc.rtp.payload.Packetizer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a track that somebody was sent of late, by sequence, so that they can be sent again. Bounded by span of
 * sequence, bytes, and time since a frame was last used; may have holes. Single-threaded.
 */
final class FrameRing {
    /** Span of sequences: the group of pictures of a joiner (at most 300 frames), and what goes on live meanwhile. */
    static final int MAX_FRAMES = 512;
    /** Twice what a group of pictures may have. */
    static final int MAX_BYTES = 8 << 20;
    /** A receiver that has not asked by then has given the packet up. */
    static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final @Nullable FeedFrame[] ring = new @Nullable FeedFrame[MAX_FRAMES];
    private final Deque<FeedFrame> free = new ArrayDeque<>();
    /** Sequences in use are from {@code oldest} (a frame) to before {@code end}. */
    private long oldest;
    private long end;
    private int bytes;

    /** The place of a frame, or null where it is not kept. */
    @Nullable
    FeedFrame find(long sequence) {
        return sequence >= oldest && sequence < end ? ring[slot(sequence)] : null;
    }

    /**
     * Keeps a frame that is not kept yet, whether newer or older than those that are.
     *
     * @return its place; null where it is too old to fit in
     */
    @Nullable
    FeedFrame add(EncodedFrame frame, long nowNanos) {
        long sequence = frame.sequence();
        expire(frame.size(), nowNanos);
        if (isEmpty()) {
            oldest = sequence;
            end = sequence;
        } else if (sequence < oldest && end - sequence > MAX_FRAMES) {
            return null;
        }
        while (!isEmpty() && sequence - oldest >= MAX_FRAMES) {
            evict();
        }
        oldest = isEmpty() ? sequence : Math.min(oldest, sequence);
        end = Math.max(end, sequence + 1);
        bytes += frame.size();
        var place = free.isEmpty() ? new FeedFrame() : free.pop();
        ring[slot(sequence)] = place;
        return place;
    }

    /** Lets go of what is out of time, and of more where the bytes would not fit. */
    private void expire(int incoming, long nowNanos) {
        while (!isEmpty()) {
            var first = ring[slot(oldest)];
            boolean old = first != null && nowNanos - first.usedNanos() > KEEP_NANOS;
            if (first != null && !old && bytes + incoming <= MAX_BYTES) {
                return;
            }
            evict();
        }
    }

    private void evict() {
        int slot = slot(oldest++);
        var place = ring[slot];
        if (place != null) {
            bytes -= place.size();
            place.empty();
            ring[slot] = null;
            free.push(place);
        }
    }

    void clear() {
        while (!isEmpty()) {
            evict();
        }
        free.clear();
    }

    boolean isEmpty() {
        return oldest >= end;
    }

    /** Bytes of the frames kept. */
    int bytes() {
        return bytes;
    }

    /** From the oldest kept to the newest. */
    int span() {
        return (int) (end - oldest);
    }

    private static int slot(long sequence) {
        return (int) (sequence & MAX_FRAMES - 1);
    }
}
