package dev.sluice.whep;

import dev.sluice.media.EncodedFrame;
import dev.sluice.room.FanOut;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.rtp.RtpFeed;
import io.netty.channel.EventLoop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A viewer's audio: joins live, every frame goes out with its own time. Lives on the viewer's loop. */
final class AudioSubscriber implements MediaSubscriber {
    private final MediaPath path;
    private @Nullable RtpFeed feed;
    private boolean written;

    AudioSubscriber(MediaPath path) {
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
        close();
    }

    @Override
    public void close() {
        if (feed != null) {
            feed = null;
            path.sender().detach();
        }
    }
}
