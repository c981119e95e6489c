package dev.sluice.rtmp.frame;

import dev.sluice.ingest.Publication;
import dev.sluice.media.AacConfig;
import dev.sluice.media.H264Config;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;

/** Feeds a publication with RTMP's clock. */
record PublicationSink(Publication publication) implements FrameSink {
    private static final int CLOCK_RATE = 1000;

    @Override
    public void video(H264Config config) {
        publication.video(config);
    }

    @Override
    public void audio(AacConfig config) {
        publication.audio(config);
    }

    @Override
    public void writeVideo(long ptsMillis, long dtsMillis, boolean keyFrame, ByteBuf payload) {
        publication.writeVideo(CLOCK_RATE, ptsMillis, dtsMillis, keyFrame, payload);
    }

    @Override
    public void writeAudio(long ptsMillis, ByteBuf payload) {
        publication.writeAudio(CLOCK_RATE, ptsMillis, payload);
    }

    @Override
    public void end(StableCode code, String reason, boolean clean) {
        publication.end(code, reason, clean);
    }
}
