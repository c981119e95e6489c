package dev.sluice.room;

import dev.sluice.media.EncodedFrame;
import org.jctools.queues.atomic.SpscUnboundedAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The bounded hop from a track's loop to a loop with subscribers. One producer, one consumer, no lock. Frames that find
 * it full are dropped, and from then on every frame up to the next key frame that finds room; messages about membership
 * are few and never dropped.
 */
final class SubscriberQueue {
    private static final int CHUNK = 128;

    private final SpscUnboundedAtomicArrayQueue<Object> queue = new SpscUnboundedAtomicArrayQueue<>(CHUNK);
    private final int maxFrames;
    private boolean skipping;

    SubscriberQueue(int maxFrames) {
        this.maxFrames = maxFrames;
    }

    /** Retains the frame if it is taken. Returns false when it was dropped. */
    boolean offer(EncodedFrame frame) {
        if ((skipping && !frame.keyFrame()) || queue.size() >= maxFrames) {
            skipping = true;
            return false;
        }
        skipping = false;
        queue.offer(frame.retain());
        return true;
    }

    /** A message to the consumer, in order with the frames. */
    void tell(Object message) {
        queue.offer(message);
    }

    /** A frame (owned by the caller from now on) or a message, or null when empty. */
    @Nullable
    Object poll() {
        return queue.poll();
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }
}
