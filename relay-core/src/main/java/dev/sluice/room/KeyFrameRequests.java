package dev.sluice.room;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The wishes of a track's viewers for a key frame, passed on to its encoder at most once a second. One that comes too
 * early waits, and is forgotten if a key frame comes meanwhile. {@code request} may be called anywhere, all else lives on
 * the track's loop.
 */
final class KeyFrameRequests {
    static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final EventLoop loop;
    private final Encoder encoder;
    private final String trackId;
    /** A wish is on its way to the loop, or waits there: any other is the same wish. */
    private final AtomicBoolean wished = new AtomicBoolean();
    private @Nullable ScheduledFuture<?> waiting;
    private boolean asked;
    private long askedNanos;
    private boolean unanswered;
    private volatile boolean ignored;

    KeyFrameRequests(EventLoop loop, Encoder encoder, String trackId) {
        this.loop = loop;
        this.encoder = encoder;
        this.trackId = trackId;
    }

    /** Whether a key frame comes for the asking: it is agreed, and it was not asked for twice in vain. Safe anywhere. */
    boolean answered() {
        return encoder.givesKeyFrames() && !ignored;
    }

    void request(long nowNanos) {
        if (!wished.compareAndSet(false, true)) {
            return;
        }
        if (loop.inEventLoop()) {
            take(nowNanos);
        } else {
            loop.execute(() -> take(nowNanos));
        }
    }

    private void take(long nowNanos) {
        long wait = asked ? askedNanos + INTERVAL_NANOS - nowNanos : 0;
        if (wait <= 0) {
            ask(nowNanos);
        } else {
            waiting = loop.schedule(() -> ask(nowNanos + wait), wait, TimeUnit.NANOSECONDS);
        }
    }

    private void ask(long nowNanos) {
        asked = true;
        askedNanos = nowNanos;
        forget();
        ignored = unanswered;
        unanswered = true;
        encoder.requestKeyFrame(trackId);
    }

    /** A key frame has come. */
    void onKeyFrame() {
        unanswered = false;
        ignored = false;
        forget();
    }

    /** None will come any more. */
    void forget() {
        if (waiting != null) {
            waiting.cancel(false);
            waiting = null;
        }
        wished.set(false);
    }
}
