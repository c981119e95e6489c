package dev.sluice.whep;

import dev.sluice.media.EncodedFrame;
import dev.sluice.room.FanOut;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.rtp.RtpFeed;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A viewer's video. Starts at the cached key frame, catches up paced, then is live; where decoding cannot go on (nothing
 * cached, a gap, a pause) it waits for the next key frame. Frames of the backlog carry the time at which they are sent, live
 * frames their own. Lives on the viewer's loop.
 */
final class VideoSubscriber implements MediaSubscriber {
    private static final long STEP_MILLIS = 5;

    private enum State {
        /** Nothing is sent before a key frame. */
        WAITING,
        /** Frames queue behind the backlog, which a timer empties. */
        CATCHING_UP,
        /** Frames go straight through. */
        LIVE,
        /** The viewer does not report: nothing is sent. */
        PAUSED
    }

    private final MediaPath path;
    private final Runnable step = this::step;
    private State state = State.WAITING;
    private @Nullable RtpFeed feed;
    private @Nullable JoinBacklog backlog;
    private @Nullable ScheduledFuture<?> timer;
    private long lastSequence;
    private boolean written;

    VideoSubscriber(MediaPath path) {
        this.path = path;
    }

    @Override
    public EventLoop loop() {
        return path.loop();
    }

    @Override
    public void onJoin(FanOut fanOut, List<EncodedFrame> cached) {
        var joined = RtpFeed.of(fanOut, path.metrics(), path.keyFrameRequest());
        feed = joined;
        path.sender().attach(joined);
        if (state == State.PAUSED) {
            return;
        }
        if (cached.isEmpty()) {
            joined.requestKeyFrame(path.clock().nanos());
        } else {
            joined.arrived(cached.getLast());
            lastSequence = cached.getLast().sequence();
            backlog = new JoinBacklog(cached, path.clock().nanos());
            state = State.CATCHING_UP;
            step();
        }
    }

    /** Sends what is due of the backlog. */
    private void step() {
        var source = feed;
        var rest = backlog;
        if (source == null || rest == null) {
            return;
        }
        long now = path.clock().nanos();
        for (var frame = rest.next(now); frame != null; frame = rest.next(now)) {
            send(frame, source.present(now), now);
            frame.release();
        }
        path.sink().flush();
        if (backlog != null && rest.isEmpty()) {
            backlog = null;
            state = State.LIVE;
        } else if (backlog != null) {
            timer = loop().schedule(step, STEP_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void onFrame(EncodedFrame frame) {
        var source = feed;
        if (source == null) {
            return;
        }
        source.arrived(frame);
        if (state == State.PAUSED) {
            path.metrics().noReports();
        } else if (decodable(frame)) {
            lastSequence = frame.sequence();
            pass(frame, source);
        } else {
            waitForKeyFrame();
        }
    }

    /** Whether what the viewer has leads up to the frame. */
    private boolean decodable(EncodedFrame frame) {
        return frame.keyFrame() || (state != State.WAITING && frame.sequence() == lastSequence + 1);
    }

    private void pass(EncodedFrame frame, RtpFeed source) {
        var rest = backlog;
        if (rest == null) {
            state = State.LIVE;
            send(frame, source.ticks(frame), path.clock().nanos());
            source.relayed(frame);
            written = true;
        } else if (!rest.offer(frame)) {
            waitForKeyFrame();
        }
    }

    private void send(EncodedFrame frame, long ticks, long now) {
        if (!path.sender().send(frame, ticks, now)) {
            path.owner().onUnsupported(frame.track().codec());
        }
    }

    private void waitForKeyFrame() {
        if (state != State.WAITING) {
            state = State.WAITING;
            dropBacklog();
            requestKeyFrame();
        }
    }

    private void dropBacklog() {
        if (backlog != null) {
            backlog.clear();
            backlog = null;
        }
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    @Override
    public void onServed() {
        var source = feed;
        if (written && source != null) {
            written = false;
            path.sink().flush();
            source.flushed(path.clock().nanos());
        }
    }

    /** The decoder at the other end lost its way. */
    void requestKeyFrame() {
        if (feed != null) {
            feed.requestKeyFrame(path.clock().nanos());
        }
    }

    boolean paused() {
        return state == State.PAUSED;
    }

    /** The viewer does not report. Idempotent. */
    void pause() {
        if (state != State.PAUSED) {
            dropBacklog();
            state = State.PAUSED;
            path.metrics().paused(1);
        }
    }

    /** It does again: goes on at the next key frame. Idempotent. */
    void resume() {
        if (state == State.PAUSED) {
            state = State.WAITING;
            path.metrics().paused(-1);
            requestKeyFrame();
        }
    }

    @Override
    public void onEnd(StableCode reason) {
        close();
    }

    @Override
    public void close() {
        dropBacklog();
        if (state == State.PAUSED) {
            path.metrics().paused(-1);
        }
        state = State.WAITING;
        if (feed != null) {
            feed = null;
            path.sender().detach();
        }
    }
}
