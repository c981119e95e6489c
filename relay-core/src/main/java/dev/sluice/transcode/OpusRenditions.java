package dev.sluice.transcode;

import dev.sluice.room.Track;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the Opus of AAC tracks: what all of them share. Safe anywhere. */
public final class OpusRenditions {
    private final AudioCodecs codecs;
    private final Executor pool;
    private final AtomicInteger running;

    /** @param pool where decoding and encoding may block */
    public OpusRenditions(AudioCodecs codecs, Executor pool, MeterRegistry metrics) {
        this.codecs = codecs;
        this.pool = pool;
        this.running = metrics.gauge("sluice.transcoders.running", new AtomicInteger());
    }

    /**
     * The track's Opus, one for all who ask; transcoding runs only while it has subscribers. To be called on the AAC
     * track's loop, where the answer lives too.
     */
    public Track opus(Track aac) {
        return aac.rendition(OpusRendition.class, track -> new OpusRendition(track, this)).track();
    }

    OpusWorker start(Track opus) {
        return new OpusWorker(codecs, pool, running, opus);
    }
}
