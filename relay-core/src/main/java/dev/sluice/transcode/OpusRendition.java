package dev.sluice.transcode;

import dev.sluice.media.AacConfig;
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
 * AAC heard as Opus: a derived track of an AAC track, on the same loop. Its first subscriber starts the transcoder; it
 * stops a second after the last has left, so that a viewer who reloads the page does not restart it.
 */
final class OpusRendition implements Rendition, Subscriber, Track.Demand {
    private static final long LINGER_MILLIS = 1_000;

    private final Track aac;
    private final Track opus;
    private final OpusRenditions shared;
    private @Nullable OpusWorker worker;
    private boolean wanted;

    OpusRendition(Track aac, OpusRenditions shared) {
        this.aac = aac;
        this.shared = shared;
        int channels = aac.info().config() instanceof AacConfig config && config.channels() == 1 ? 1 : 2;
        this.opus = new Track(aac.loop(), aac.timeline(),
                new TrackInfo(aac.info().id(), OpusSettings.CLOCK_RATE, new OpusConfig(channels)), aac.limits());
        opus.demand(this);
    }

    Track track() {
        return opus;
    }

    @Override
    public void onDemand(boolean listened) {
        wanted = listened;
        if (!listened) {
            loop().schedule(this::stopIfUnwanted, LINGER_MILLIS, TimeUnit.MILLISECONDS);
        } else if (worker == null) {
            worker = shared.start(opus);
            aac.subscribe(this);
        }
    }

    private void stopIfUnwanted() {
        if (!wanted && worker != null) {
            aac.unsubscribe(this);
            stop();
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
        return aac.loop();
    }

    @Override
    public void onJoin(FanOut fanOut, List<EncodedFrame> cached) {}

    @Override
    public void onFrame(EncodedFrame frame) {
        if (worker != null) {
            worker.offer(frame);
        }
    }

    @Override
    public void onServed() {}

    @Override
    public void onEnd(StableCode reason) {
        opus.close(reason);
        stop();
    }

    /** The AAC track is over. */
    @Override
    public void release() {
        stop();
    }
}
