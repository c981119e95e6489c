package dev.sluice.whep;

import dev.sluice.room.Track;
import dev.sluice.webrtc.rtp.RtpSender;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A viewer's video: shows the best encoding that flows and that the viewer may have, on one SSRC with timestamps that only
 * rise. Another takes over live at its next key frame; where the one that was shown has stopped, at once from its cache.
 * Lives on the viewer's loop; {@link #state()} may be read anywhere.
 */
final class VideoStream implements ViewerStream, VideoSubscriber.Listener {
    private final MediaPath path;
    private final Supplier<List<Track>> encodings;
    private final Allowance allowance = new Allowance();
    private final SlowWatch watch;
    private @Nullable Showing shown;
    /** Waits for its key frame to be shown. */
    private @Nullable Showing next;
    /** Was shown until a moment ago. */
    private @Nullable Showing past;
    private boolean started;
    private boolean paused;
    private boolean slow;
    private long estimateBits;
    private int ticks;
    private volatile VideoState state = VideoState.NONE;

    private record Showing(Track track, VideoSubscriber subscriber) {
        void end() {
            subscriber.close();
            track.unsubscribe(subscriber);
        }
    }

    /** @param encodings what the publisher has now, the best first */
    VideoStream(MediaPath path, Supplier<List<Track>> encodings) {
        this.path = path;
        this.encodings = encodings;
        this.watch = new SlowWatch(path.clock().nanos());
    }

    @Override
    public RtpSender sender() {
        return path.sender();
    }

    @Override
    public void onTrack(Track track) {
        select(path.clock().nanos());
    }

    @Override
    public void start() {
        started = true;
        select(path.clock().nanos());
    }

    @Override
    public void tick(long nowNanos) {
        end(past);
        past = null;
        ticks++;
        if (shown != null && !paused) {
            judge(shown, nowNanos);
        }
        select(nowNanos);
        if (ticks % 2 == 0) {
            remind(shown);
            remind(next);
        }
        state = new VideoState(shown == null ? "" : shown.track().info().id(), paused, slow, allowance.keyFramesOnly(),
                estimateBits);
    }

    private static void remind(@Nullable Showing showing) {
        if (showing != null) {
            showing.subscriber().remind();
        }
    }

    /** Whether the viewer is to have less than now, or more. */
    private void judge(Showing now, long nowNanos) {
        var usable = usable(alive(nowNanos));
        if (usable.isEmpty()) {
            return;
        }
        var sender = path.sender();
        var signs = new SlowWatch.Signs(now.track().rate().bitsPerSecond(nowNanos), estimateBits, sender.rttMillis(),
                sender.lossFraction(), sender.asked(), sender.refused(), now.subscriber().heldUp());
        if (watch.slow(signs, nowNanos) && !allowance.keyFramesOnly()) {
            allowance.lower(now.track(), usable, nowNanos);
        } else {
            allowance.raise(now.track(), usable, estimateBits, nowNanos);
        }
        count(allowance.slow());
    }

    private void count(boolean isSlow) {
        if (slow != isSlow) {
            slow = isSlow;
            path.metrics().slow(isSlow ? 1 : -1);
        }
    }

    /** The encodings that flow; where none does, all. */
    private List<Track> alive(long nowNanos) {
        var all = encodings.get();
        var flowing = all.stream().filter(track -> track.flows(nowNanos)).toList();
        return flowing.isEmpty() ? all : flowing;
    }

    /** Those of them that the viewer can decode. */
    private List<Track> usable(List<Track> alive) {
        return alive.stream().filter(track -> path.sender().accepts(track.info().codec())).toList();
    }

    private void select(long nowNanos) {
        var alive = alive(nowNanos);
        if (!started || paused || alive.isEmpty() || (shown != null && !alive.getFirst().flows(nowNanos))) {
            return;
        }
        var usable = usable(alive);
        if (usable.isEmpty()) {
            path.owner().onUnsupported(alive.getFirst().info().codec());
        } else {
            show(allowance.best(usable), nowNanos);
        }
    }

    private void show(Track track, long nowNanos) {
        var now = shown;
        if (now == null || (now.track() != track && !now.track().flows(nowNanos))) {
            dropNext();
            retire(now);
            shown = showing(track, false);
            subscribe(shown);
        } else if (now.track() == track) {
            dropNext();
        } else if (next == null || next.track() != track) {
            dropNext();
            next = showing(track, true);
            subscribe(next);
        }
        if (shown != null) {
            shown.subscriber().keyFramesOnly(allowance.keyFramesOnly());
        }
    }

    private Showing showing(Track track, boolean standby) {
        return new Showing(track, new VideoSubscriber(path, standby, this));
    }

    private void subscribe(Showing showing) {
        showing.subscriber().keyFramesOnly(allowance.keyFramesOnly());
        showing.track().subscribe(showing.subscriber());
    }

    private void dropNext() {
        end(next);
        next = null;
    }

    /** Its last packets may yet be asked for again. */
    private void retire(@Nullable Showing showing) {
        end(past);
        past = showing;
        if (showing != null) {
            showing.subscriber().retire();
        }
    }

    private static void end(@Nullable Showing showing) {
        if (showing != null) {
            showing.end();
        }
    }

    @Override
    public void onTakeOver(VideoSubscriber subscriber) {
        if (next != null && next.subscriber() == subscriber) {
            retire(shown);
            shown = next;
            next = null;
        }
    }

    @Override
    public void onOver(VideoSubscriber subscriber) {
        shown = without(shown, subscriber);
        next = without(next, subscriber);
        past = without(past, subscriber);
    }

    private static @Nullable Showing without(@Nullable Showing showing, VideoSubscriber over) {
        return showing != null && showing.subscriber() == over ? null : showing;
    }

    void onEstimate(long bitsPerSecond) {
        estimateBits = bitsPerSecond;
    }

    /** The viewer's decoder lost its way. What a slow viewer misses is no reason to burden the others with key frames. */
    void requestKeyFrame() {
        if (shown != null && !allowance.keyFramesOnly()) {
            shown.subscriber().requestKeyFrame();
        }
    }

    /** Whether the viewer reports. Idempotent. */
    void pause(boolean silent) {
        if (paused == silent) {
            return;
        }
        paused = silent;
        path.metrics().paused(silent ? 1 : -1);
        if (silent) {
            dropNext();
        }
        if (shown != null && silent) {
            shown.subscriber().pause();
        } else if (shown != null) {
            shown.subscriber().resume();
        }
        select(path.clock().nanos());
    }

    /** As of the last tick. Safe anywhere. */
    VideoState state() {
        return state;
    }

    @Override
    public void close() {
        started = false;
        if (paused) {
            paused = false;
            path.metrics().paused(-1);
        }
        count(false);
        dropNext();
        end(shown);
        end(past);
        shown = null;
        past = null;
    }
}
