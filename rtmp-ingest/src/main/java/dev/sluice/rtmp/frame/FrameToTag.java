package dev.sluice.rtmp.frame;

import dev.sluice.media.AudioConfig;
import dev.sluice.media.CodecConfig;
import dev.sluice.media.EncodedFrame;
import dev.sluice.media.VideoConfig;
import dev.sluice.rtmp.flv.AudioTagWriter;
import dev.sluice.rtmp.flv.VideoTagWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Translates frames into FLV tag bodies, the reverse of {@link TagToFrame}, for one audio and one video track. A sequence
 * header goes in front of the first frame and of each whose configuration is another one; what the sink drops of them is sent
 * again. Borrows the frames, whose bytes are copied: the chunks that they are cut into are a copy anyhow. One per stream, on
 * one loop.
 */
public final class FrameToTag {
    /** Of most configuration records; more is grown. */
    private static final int CONFIG_BYTES = 256;

    private final TagSink sink;
    private final ByteBufAllocator allocator;
    private @Nullable CodecConfig video;
    private @Nullable CodecConfig audio;

    public FrameToTag(TagSink sink, ByteBufAllocator allocator) {
        this.sink = sink;
        this.allocator = allocator;
    }

    /**
     * Writes a frame at its track's own time; times are in milliseconds then, rounded down.
     *
     * @return false if the sink dropped it, or its configuration
     */
    public boolean write(EncodedFrame frame) {
        return switch (frame.track().config()) {
            case VideoConfig config -> video(frame, config);
            case AudioConfig config -> audio(frame, config);
        };
    }

    private boolean video(EncodedFrame frame, VideoConfig config) {
        long millis = millis(frame.dts(), frame);
        if (!config.equals(video)) {
            var header = allocator.buffer(CONFIG_BYTES);
            VideoTagWriter.config(config, header);
            video = sink.writeVideo(millis, header) ? config : null;
        }
        if (video == null) {
            return false;
        }
        var body = body(VideoTagWriter.MAX_HEADER_BYTES, frame);
        VideoTagWriter.frame(config.codec(), frame.keyFrame(), millis(frame.pts(), frame) - millis, frame.payload(),
                body);
        return sink.writeVideo(millis, body);
    }

    private boolean audio(EncodedFrame frame, AudioConfig config) {
        long millis = millis(frame.pts(), frame);
        if (!config.equals(audio)) {
            var header = allocator.buffer(CONFIG_BYTES);
            AudioTagWriter.config(config, header);
            audio = sink.writeAudio(millis, header) ? config : null;
        }
        if (audio == null) {
            return false;
        }
        var body = body(AudioTagWriter.MAX_HEADER_BYTES, frame);
        AudioTagWriter.frame(config.codec(), frame.payload(), body);
        return sink.writeAudio(millis, body);
    }

    private ByteBuf body(int header, EncodedFrame frame) {
        return allocator.buffer(header + frame.size());
    }

    private static long millis(long ticks, EncodedFrame frame) {
        return Math.floorDiv(ticks * TimeUnit.SECONDS.toMillis(1), frame.track().clockRate());
    }
}
