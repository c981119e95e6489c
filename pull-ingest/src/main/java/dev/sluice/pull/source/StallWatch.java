package dev.sluice.pull.source;

import dev.sluice.runtime.Clock;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Finds a source that sends nothing. Who holds it back itself does not count as silent. On the loop. */
final class StallWatch {
    private final EventLoop loop;
    private final Clock clock;
    private final Duration limit;
    private final Runnable stalled;
    private long touchedNanos;
    private boolean paused;
    private @Nullable Future<?> check;

    StallWatch(EventLoop loop, Clock clock, Duration limit, Runnable stalled) {
        this.loop = loop;
        this.clock = clock;
        this.limit = limit;
        this.stalled = stalled;
    }

    void start() {
        touch();
        schedule(limit.toNanos());
    }

    /** Something came. */
    void touch() {
        touchedNanos = clock.nanos();
    }

    void pause(boolean held) {
        paused = held;
        touch();
    }

    private void schedule(long nanos) {
        check = loop.schedule(this::check, nanos, TimeUnit.NANOSECONDS);
    }

    private void check() {
        long left = limit.toNanos() - (paused ? 0 : clock.nanos() - touchedNanos);
        if (left > 0) {
            schedule(left);
        } else {
            stalled.run();
        }
    }

    void stop() {
        if (check != null) {
            check.cancel(false);
        }
    }
}
