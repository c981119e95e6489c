package dev.sluice.rtmp.frame;

import dev.sluice.media.Codec;
import dev.sluice.media.VideoConfig;
import dev.sluice.rtmp.flv.VideoTag;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * One video track of a stream, which may change its codec at any time. Frames before the codec's first configuration are not
 * passed on. Lives on the session's loop.
 */
final class VideoTrack {
    private final FrameSink sink;
    private final int id;
    private final String encoding;
    private Codec codec;
    private FrameReader reader;
    private @Nullable VideoConfig told;
    private long frames;
    private long invalid;

    /** @param id of the tags; 0 is the stream's main track, which as an encoding has no name */
    VideoTrack(FrameSink sink, int id, Codec codec) {
        this.sink = sink;
        this.id = id;
        this.encoding = id == 0 ? "" : Integer.toString(id);
        this.codec = codec;
        this.reader = FrameReader.of(codec);
    }

    int id() {
        return id;
    }

    /** FFmpeg with libaom starts with an empty record, and the configuration is in the key frame. */
    void configure(VideoTag.Config tag) {
        var reading = reader(tag.codec());
        if (tag.record().isReadable()) {
            reading.sequenceHeader(tag.record());
            tell();
        }
    }

    void frame(long millis, VideoTag.Frame tag, ByteBufAllocator allocator) {
        var reading = reader(tag.codec());
        boolean whole = reading.read(tag.data());
        boolean known = tell();
        if (!whole) {
            invalid++;
        } else if (known) {
            frames++;
            sink.writeVideo(encoding, millis + tag.compositionTime(), millis, reading.keyFrame(),
                    reading.payload(tag.data(), allocator));
        }
    }

    /** Frames passed on. */
    long frames() {
        return frames;
    }

    /** Frames left out because they did not add up. */
    long invalid() {
        return invalid;
    }

    private FrameReader reader(Codec wanted) {
        if (wanted != codec) {
            codec = wanted;
            reader = FrameReader.of(wanted);
        }
        return reader;
    }

    /** Whether there is a configuration; the sink hears of another one. */
    private boolean tell() {
        var config = reader.config();
        if (config != null && !config.equals(told)) {
            told = config;
            sink.video(encoding, config);
        }
        return config != null;
    }
}
