package dev.sluice.whep;

import dev.sluice.media.EncodedFrame;
import dev.sluice.room.FanOut;
import dev.sluice.room.Subscriber;
import dev.sluice.room.Track;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.rtp.RtpFeed;
import dev.sluice.webrtc.rtp.RtpSender;
import io.netty.channel.EventLoop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A viewer's audio: joins live, every frame goes out with its own time. Lives on the viewer's loop. */
final class AudioStream implements ViewerStream, Subscriber {
    private final MediaPath path;
    private @Nullable Track track;
    private @Nullable RtpFeed feed;
    private boolean started;
    private boolean closed;
    private boolean written;

    AudioStream(MediaPath path) {
        this.path = path;
    }

    @Override
    public RtpSender sender() {
        return path.sender();
    }

    /** The publisher's audio stays for as long as the publisher does, so the first is the only one. */
    @Override
    public void onTrack(Track source) {
        if (track == null && !closed) {
            track = source;
            subscribe();
        }
    }

    @Override
    public void start() {
        started = true;
        subscribe();
    }

    private void subscribe() {
        if (track != null && started) {
            track.subscribe(this);
        }
    }

    @Override
    public void tick(long nowNanos) {}

    @Override
    public EventLoop loop() {
        return path.loop();
    }

    @Override
    public void onJoin(FanOut fanOut, List<EncodedFrame> cached) {
        if (!closed) {
            feed = RtpFeed.of(fanOut, path.metrics());
            path.sender().attach(feed);
        }
    }

    @Override
    public void onFrame(EncodedFrame frame) {
        var source = feed;
        if (source == null) {
            return;
        }
        if (path.sender().send(frame, source.ticks(frame), path.clock().nanos())) {
            written = true;
        } else {
            path.owner().onUnsupported(frame.track().codec());
        }
    }

    @Override
    public void onServed() {
        if (written) {
            written = false;
            path.sink().flush();
        }
    }

    @Override
    public void onEnd(StableCode reason) {
        detach();
        track = null;
    }

    private void detach() {
        if (feed != null) {
            path.sender().detach(feed);
            feed = null;
        }
    }

    @Override
    public void close() {
        closed = true;
        detach();
        if (track != null && started) {
            track.unsubscribe(this);
        }
        track = null;
    }
}
