package dev.sluice.transcode;

import dev.sluice.media.AacConfig;
import dev.sluice.media.Codec;
import dev.sluice.media.EncodedFrame;
import dev.sluice.media.OpusConfig;
import dev.sluice.media.TrackInfo;
import dev.sluice.room.FanOut;
import dev.sluice.room.Rendition;
import dev.sluice.room.Subscriber;
import dev.sluice.room.Track;
import dev.sluice.runtime.StableCode;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Audio heard as Opus: a derived track of an audio track, on the same loop, that follows its changes of codec. Opus passes
 * untouched. For AAC the first subscriber starts the transcoder; it stops a second after the last has left, so that a
 * viewer who reloads the page does not restart it, and at once when Opus comes.
 */
final class OpusRendition implements Rendition, Subscriber, Track.Demand {
    private static final long LINGER_MILLIS = 1_000;

    private final Track source;
    private final Track opus;
    private final OpusRenditions shared;
    private TrackInfo heard;
    private @Nullable OpusWorker worker;
    private boolean subscribed;
    private boolean wanted;

    OpusRendition(Track source, OpusRenditions shared) {
        this.source = source;
        this.shared = shared;
        this.heard = source.info();
        this.opus = new Track(source.loop(), source.timeline(), opus(heard), source.limits());
        opus.demand(this);
    }

    private static TrackInfo opus(TrackInfo info) {
        return info.config() instanceof AacConfig aac
                ? new TrackInfo(info.id(), OpusSettings.CLOCK_RATE, new OpusConfig(Math.min(aac.channels(), 2)))
                : info;
    }

    Track track() {
        return opus;
    }

    @Override
    public void onDemand(boolean listened) {
        wanted = listened;
        if (!listened) {
            loop().schedule(this::stopIfUnwanted, LINGER_MILLIS, TimeUnit.MILLISECONDS);
        } else if (!subscribed) {
            subscribed = true;
            follow(source.info());
            source.subscribe(this);
        }
    }

    private void stopIfUnwanted() {
        if (!wanted && subscribed) {
            subscribed = false;
            source.unsubscribe(this);
            stop();
        }
    }

    private void follow(TrackInfo info) {
        heard = info;
        opus.configure(opus(info));
        if (info.codec() != Codec.AAC) {
            stop();
        } else if (worker == null) {
            worker = shared.start(opus);
        }
    }

    private void stop() {
        if (worker != null) {
            worker.close();
            worker = null;
        }
    }

    @Override
    public EventLoop loop() {
        return source.loop();
    }

    @Override
    public void onJoin(FanOut fanOut, List<EncodedFrame> cached) {}

    @Override
    public void onFrame(EncodedFrame frame) {
        if (!frame.track().equals(heard)) {
            follow(frame.track());
        }
        if (worker != null) {
            worker.offer(frame);
        } else {
            opus.publish(frame.pts(), frame.dts(), true, frame.arrivalNanos(), frame.payload().retain());
        }
    }

    @Override
    public void onServed() {}

    @Override
    public void onEnd(StableCode reason) {
        opus.close(reason);
        stop();
    }

    /** The source is over. */
    @Override
    public void release() {
        stop();
    }
}
