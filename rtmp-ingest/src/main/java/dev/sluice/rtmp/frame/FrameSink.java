package dev.sluice.rtmp.frame;

import dev.sluice.ingest.Publication;
import dev.sluice.media.AacConfig;
import dev.sluice.media.H264Config;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;

/** Where the frames of a push go. Called on the session's loop; times are unwrapped milliseconds of the source. */
public interface FrameSink {
    void video(H264Config config);

    void audio(AacConfig config);

    /** @param payload 4-byte-length-prefixed NAL units; taken */
    void writeVideo(long ptsMillis, long dtsMillis, boolean keyFrame, ByteBuf payload);

    /** @param payload one AAC raw_data_block; taken */
    void writeAudio(long ptsMillis, ByteBuf payload);

    /** @param clean whether the publisher leaves at once; otherwise its place is kept for the grace time */
    void end(StableCode code, String reason, boolean clean);

    /** Into a room. */
    static FrameSink of(Publication publication) {
        return new PublicationSink(publication);
    }
}
