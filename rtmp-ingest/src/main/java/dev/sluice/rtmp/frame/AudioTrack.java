package dev.sluice.rtmp.frame;

import dev.sluice.media.AacConfig;
import dev.sluice.media.AudioConfig;
import dev.sluice.media.Codec;
import dev.sluice.media.OpusConfig;
import dev.sluice.rtmp.flv.AudioTag;
import dev.sluice.rtmp.flv.OpusHead;
import org.jspecify.annotations.Nullable;

/**
 * The audio of a stream, which may change its codec at any time. AAC before its configuration is not passed on; Opus needs
 * none. Lives on the session's loop.
 */
final class AudioTrack {
    /** RFC 7587 4.1: a decoder for stereo takes mono too. */
    private static final OpusConfig ANY_OPUS = new OpusConfig(2);

    private final FrameSink sink;
    private @Nullable AudioConfig told;
    private long frames;

    AudioTrack(FrameSink sink) {
        this.sink = sink;
    }

    void configure(AudioTag.Config tag) {
        if (tag.codec() == Codec.AAC) {
            tell(AacConfig.parse(tag.record()));
            return;
        }
        var head = OpusHead.parse(tag.record());
        if (head != null) {
            tell(new OpusConfig(head.channels()));
        }
    }

    void frame(long millis, AudioTag.Frame tag) {
        if (tag.codec() == Codec.OPUS && !follows(Codec.OPUS)) {
            tell(ANY_OPUS);
        }
        if (follows(tag.codec())) {
            frames++;
            sink.writeAudio(millis, tag.data().retain());
        }
    }

    /** Frames passed on. */
    long frames() {
        return frames;
    }

    private boolean follows(Codec codec) {
        return told != null && told.codec() == codec;
    }

    private void tell(AudioConfig config) {
        if (!config.equals(told)) {
            told = config;
            sink.audio(config);
        }
    }
}
