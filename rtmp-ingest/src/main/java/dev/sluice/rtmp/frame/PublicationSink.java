package dev.sluice.rtmp.frame;

import dev.sluice.health.Warning;
import dev.sluice.ingest.Publication;
import dev.sluice.media.AudioConfig;
import dev.sluice.media.VideoConfig;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import java.util.List;

/** Feeds a publication with RTMP's clock. */
record PublicationSink(Publication publication) implements FrameSink {
    private static final int CLOCK_RATE = 1000;

    @Override
    public void video(String encoding, VideoConfig config) {
        publication.video(encoding, config);
    }

    @Override
    public void audio(AudioConfig config) {
        publication.audio(config);
    }

    @Override
    public void writeVideo(String encoding, long ptsMillis, long dtsMillis, boolean keyFrame, ByteBuf payload) {
        publication.writeVideo(encoding, CLOCK_RATE, ptsMillis, dtsMillis, keyFrame, payload);
    }

    @Override
    public void writeAudio(long ptsMillis, ByteBuf payload) {
        publication.writeAudio(CLOCK_RATE, ptsMillis, payload);
    }

    @Override
    public void end(StableCode code, String reason, boolean clean) {
        publication.end(code, reason, clean);
    }

    @Override
    public List<Warning> warnings() {
        return publication.warnings();
    }
}
