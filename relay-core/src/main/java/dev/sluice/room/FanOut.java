package dev.sluice.room;

import dev.sluice.media.EncodedFrame;
import dev.sluice.runtime.DropReason;
import dev.sluice.runtime.StableCode;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * One event loop's end of a track: a frame crosses to the loop once and is then given to each of its subscribers, the
 * one served first rotating. Where the loop is the track's own, no queue stands between.
 *
 * <p>The methods {@code offer}, {@code join}, {@code leave} and {@code end} are the track's and run on its loop; all
 * else runs on this end's loop.
 */
public final class FanOut implements Runnable {
    private static final Subscriber[] NOBODY = {};

    private final Track track;
    private final EventLoop loop;
    private final SubscriberQueue queue;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Renditions renditions = new Renditions();
    /** Copied on change, because a subscriber may leave in the middle of being served. */
    private Subscriber[] subscribers = NOBODY;
    private int first;
    /** How many have joined and not left, as the track's loop sees it. */
    private int members;

    private record Join(Subscriber subscriber, List<EncodedFrame> cached) {}

    private record Leave(Subscriber subscriber) {}

    private record End(StableCode reason) {}

    FanOut(Track track, EventLoop loop, int maxFrames) {
        this.track = track;
        this.loop = loop;
        this.queue = new SubscriberQueue(maxFrames);
    }

    public Track track() {
        return track;
    }

    EventLoop loop() {
        return loop;
    }

    /** This loop's shared rendition of the given type; released when the loop's last subscriber leaves. */
    public <R extends Rendition> R rendition(Class<R> type, Supplier<R> factory) {
        return renditions.get(type, factory);
    }

    void offer(EncodedFrame frame) {
        if (loop.inEventLoop()) {
            serve(frame);
            served();
        } else if (queue.offer(frame)) {
            schedule();
        } else {
            track.dropped(DropReason.QUEUE_FULL);
        }
    }

    /** Takes over one reference of each cached frame. */
    void join(Subscriber subscriber, List<EncodedFrame> cached) {
        members++;
        tell(new Join(subscriber, cached));
    }

    /** Returns whether nobody is left. */
    boolean leave(Subscriber subscriber) {
        members--;
        tell(new Leave(subscriber));
        return members == 0;
    }

    void end(StableCode reason) {
        tell(new End(reason));
    }

    private void tell(Object message) {
        if (loop.inEventLoop()) {
            take(message);
        } else {
            queue.tell(message);
            schedule();
        }
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            loop.execute(this);
        }
    }

    /** Empties the queue on this end's loop. */
    @Override
    public void run() {
        scheduled.set(false);
        for (Object next = queue.poll(); next != null; next = queue.poll()) {
            take(next);
        }
        served();
    }

    private void take(Object message) {
        switch (message) {
            case EncodedFrame frame -> {
                serve(frame);
                frame.release();
            }
            case Join join -> joined(join);
            case Leave leave -> left(leave.subscriber());
            case End end -> ended(end.reason());
            default -> throw new IllegalStateException(message.toString());
        }
    }

    private void serve(EncodedFrame frame) {
        var all = subscribers;
        int count = all.length;
        if (count == 0) {
            return;
        }
        first = first + 1 >= count ? 0 : first + 1;
        for (int i = 0; i < count; i++) {
            int at = first + i;
            all[at < count ? at : at - count].onFrame(frame);
        }
    }

    private void served() {
        for (Subscriber subscriber : subscribers) {
            subscriber.onServed();
        }
    }

    private void joined(Join join) {
        subscribers = Snapshots.with(subscribers, join.subscriber());
        join.subscriber().onJoin(this, join.cached());
        join.cached().forEach(EncodedFrame::release);
    }

    private void left(Subscriber subscriber) {
        subscribers = Snapshots.without(subscribers, subscriber);
        if (subscribers.length == 0) {
            renditions.release();
        }
    }

    private void ended(StableCode reason) {
        var all = subscribers;
        subscribers = NOBODY;
        for (Subscriber subscriber : all) {
            Guard.call("a subscriber at a track's end", () -> subscriber.onEnd(reason));
        }
        renditions.release();
    }
}
