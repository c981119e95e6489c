package dev.sluice.rtmp.frame;

import dev.sluice.health.Warning;
import dev.sluice.ingest.Publication;
import dev.sluice.media.AudioConfig;
import dev.sluice.media.VideoConfig;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import java.util.List;

/** Where the frames of a push go. Called on the session's loop; times are unwrapped milliseconds of the source. */
public interface FrameSink {
    /** @param encoding one of several video tracks; empty: the main one, mostly the only one */
    void video(String encoding, VideoConfig config);

    void audio(AudioConfig config);

    /**
     * A video frame, behind its encoding's configuration.
     *
     * @param payload as {@link dev.sluice.media.EncodedFrame} has it for the codec; taken
     */
    void writeVideo(String encoding, long ptsMillis, long dtsMillis, boolean keyFrame, ByteBuf payload);

    /** @param payload one AAC raw_data_block or Opus packet; taken */
    void writeAudio(long ptsMillis, ByteBuf payload);

    /** @param clean whether the publisher leaves at once; otherwise its place is kept for the grace time */
    void end(StableCode code, String reason, boolean clean);

    /** What the push was warned of so far. */
    default List<Warning> warnings() {
        return List.of();
    }

    /** Into a room. */
    static FrameSink of(Publication publication) {
        return new PublicationSink(publication);
    }
}
