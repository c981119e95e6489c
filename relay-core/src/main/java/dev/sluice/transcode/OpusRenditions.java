package dev.sluice.transcode;

import dev.sluice.room.Track;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the Opus of audio tracks: what all of them share. Safe anywhere. */
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
     * The track's Opus, one for all who ask, whatever its codec is or becomes; transcoding runs only while it is AAC and has
     * subscribers. To be called on the track's loop, where the answer lives too.
     */
    public Track opus(Track audio) {
        return audio.rendition(OpusRendition.class, track -> new OpusRendition(track, this)).track();
    }

    OpusWorker start(Track opus) {
        return new OpusWorker(codecs, pool, running, opus);
    }
}
