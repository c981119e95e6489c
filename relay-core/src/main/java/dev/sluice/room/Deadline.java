package dev.sluice.room;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The one thing that a publisher waits for: its first media, or the end of the grace time. On its loop. */
final class Deadline {
    private final EventLoop loop;
    private @Nullable ScheduledFuture<?> waiting;

    Deadline(EventLoop loop) {
        this.loop = loop;
    }

    /** In the place of the one before. */
    void set(long nanos, Runnable action) {
        cancel();
        waiting = loop.schedule(action, nanos, TimeUnit.NANOSECONDS);
    }

    void cancel() {
        if (waiting != null) {
            waiting.cancel(false);
            waiting = null;
        }
    }
}
