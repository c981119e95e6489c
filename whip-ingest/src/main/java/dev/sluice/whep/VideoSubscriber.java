package dev.sluice.whep;

import dev.sluice.media.EncodedFrame;
import dev.sluice.room.FanOut;
import dev.sluice.room.Subscriber;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.rtp.RtpFeed;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One encoding of the video, on its way to a viewer. Starts at the cached key frame, catches up paced, then is live; where
 * decoding cannot go on (nothing cached, a gap, a pause, a sink that is full) it waits for the next key frame. On standby
 * it is behind another encoding, whose place it takes at its next key frame. Frames of the backlog carry the time at which
 * they are sent, live frames their own. Lives on the viewer's loop.
 */
final class VideoSubscriber implements Subscriber {
    /** Hears from a subscriber, on its loop. */
    interface Listener {
        /** It sends from now on: no other may. */
        void onTakeOver(VideoSubscriber subscriber);

        /** Its track is over. */
        void onOver(VideoSubscriber subscriber);
    }

    private static final long STEP_MILLIS = 5;

    private enum State {
        /** Another encoding is sent until a key frame of this one comes. */
        STANDBY,
        /** Nothing is sent before a key frame. */
        WAITING,
        /** Frames queue behind the backlog, which a timer empties. */
        CATCHING_UP,
        /** Frames go straight through. */
        LIVE,
        /** The viewer does not report: nothing is sent. */
        PAUSED,
        /** Nothing is sent any more. */
        OVER
    }

    private final MediaPath path;
    private final Listener listener;
    private final Runnable step = this::step;
    private State state;
    private @Nullable RtpFeed feed;
    private @Nullable JoinBacklog backlog;
    private @Nullable ScheduledFuture<?> timer;
    private long lastSequence;
    private long heldUp;
    private boolean keyFramesOnly;
    private boolean asked;
    private boolean written;

    VideoSubscriber(MediaPath path, boolean standby, Listener listener) {
        this.path = path;
        this.listener = listener;
        this.state = standby ? State.STANDBY : State.WAITING;
    }

    @Override
    public EventLoop loop() {
        return path.loop();
    }

    @Override
    public void onJoin(FanOut fanOut, List<EncodedFrame> cached) {
        if (state == State.OVER) {
            return;
        }
        var joined = RtpFeed.of(fanOut, path.metrics());
        feed = joined;
        if (state == State.STANDBY) {
            requestKeyFrame();
            return;
        }
        takeOver(joined);
        if (state == State.PAUSED) {
            return;
        }
        if (cached.isEmpty()) {
            askForKeyFrame();
        } else {
            joined.arrived(cached.getLast());
            catchUp(keyFramesOnly ? cached.subList(0, 1) : cached);
        }
    }

    private void takeOver(RtpFeed source) {
        listener.onTakeOver(this);
        path.sender().attach(source);
    }

    private void catchUp(List<EncodedFrame> cached) {
        lastSequence = cached.getLast().sequence();
        backlog = new JoinBacklog(cached, path.clock().nanos());
        state = State.CATCHING_UP;
        step();
    }

    /** Sends what is due of the backlog, as far as the sink takes it. */
    private void step() {
        var source = feed;
        var rest = backlog;
        if (source == null || rest == null) {
            return;
        }
        long now = path.clock().nanos();
        while (path.sink().writable()) {
            var frame = rest.next(now);
            if (frame == null) {
                break;
            }
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
        switch (state) {
            case PAUSED -> path.metrics().noReports();
            case OVER -> {
            }
            case STANDBY -> {
                if (frame.keyFrame() && path.sink().writable()) {
                    takeOver(source);
                    pass(frame, source);
                }
            }
            case WAITING, CATCHING_UP, LIVE -> offer(frame, source);
        }
    }

    private void offer(EncodedFrame frame, RtpFeed source) {
        if (keyFramesOnly && !frame.keyFrame()) {
            holdBack();
        } else if (backlog == null && !path.sink().writable()) {
            heldUp++;
            holdBack();
        } else if (decodable(frame)) {
            pass(frame, source);
        } else {
            waitForKeyFrame();
        }
    }

    /** Whether what the viewer has leads up to the frame. */
    private boolean decodable(EncodedFrame frame) {
        return frame.keyFrame() || (state != State.WAITING && frame.sequence() == lastSequence + 1);
    }

    /** For the viewer's sake: nobody need be asked for a key frame as long as it is so. */
    private void holdBack() {
        path.metrics().viewerSlow();
        state = State.WAITING;
        asked = false;
    }

    private void pass(EncodedFrame frame, RtpFeed source) {
        lastSequence = frame.sequence();
        asked = false;
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
        state = State.WAITING;
        dropBacklog();
        if (!asked) {
            askForKeyFrame();
        }
    }

    private void askForKeyFrame() {
        asked = true;
        requestKeyFrame();
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

    /** Time has passed: a request for a key frame, or the key frame, may have been lost. */
    void remind() {
        if (state == State.STANDBY || (state == State.WAITING && asked)) {
            requestKeyFrame();
        }
    }

    /** How many frames the sink had no room for. */
    long heldUp() {
        return heldUp;
    }

    /** Whether all else is kept from the viewer. Idempotent. */
    void keyFramesOnly(boolean only) {
        boolean begins = only && !keyFramesOnly;
        boolean ends = !only && keyFramesOnly;
        keyFramesOnly = only;
        if (begins && (state == State.LIVE || state == State.CATCHING_UP)) {
            dropBacklog();
            state = State.WAITING;
        } else if (ends && state == State.WAITING) {
            askForKeyFrame();
        }
    }

    /** The viewer does not report. */
    void pause() {
        dropBacklog();
        state = State.PAUSED;
    }

    /** It does again: goes on at the next key frame. */
    void resume() {
        state = State.WAITING;
        if (!keyFramesOnly) {
            askForKeyFrame();
        }
    }

    /** Another has taken over; what was sent can be asked for until the end. */
    void retire() {
        dropBacklog();
        state = State.OVER;
    }

    @Override
    public void onEnd(StableCode reason) {
        close();
        listener.onOver(this);
    }

    /** Nothing is sent any more. Idempotent. */
    void close() {
        retire();
        if (feed != null) {
            path.sender().detach(feed);
            feed = null;
        }
    }
}
