package dev.sluice.transcode.ffmpeg;

import dev.sluice.media.AacConfig;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.transcode.AudioCodecs;
import dev.sluice.transcode.AudioDecoder;
import dev.sluice.transcode.OpusEncoder;
import dev.sluice.transcode.OpusSettings;
import dev.sluice.transcode.Resampler;
import io.netty.buffer.ByteBufAllocator;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.javacpp.Loader;

/** FFmpeg's codecs; having one means the native libraries are loaded. Any thread. */
public final class FfmpegCodecs implements AudioCodecs {
    private static final String CACHE = "org.bytedeco.javacpp.cachedir";

    private final ByteBufAllocator allocator;

    private FfmpegCodecs(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /**
     * Unpacks and loads the native libraries and quiets FFmpeg's log, which otherwise writes to the standard error
     * whatever a stream provokes. Blocks for as long as that takes, so a server calls it on a thread of its own while
     * it starts.
     *
     * @param cache where the libraries are unpacked to; it outlives the process and is used again by the next. The
     * system
     *        property {@code org.bytedeco.javacpp.cachedir} goes first.
     * @param allocator of the packets
     * @throws LinkageError if this machine has no such libraries
     */
    public static FfmpegCodecs load(Path cache, ByteBufAllocator allocator) {
        preset(CACHE, cache.toAbsolutePath().toString());
        // JavaCPP compares the resident memory of the whole process with a multiple of the heap and throws
        // OutOfMemoryError; under ZGC, whose heap is mapped more than once, and with Netty's direct buffers that says
        // nothing.
        preset("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        preset("org.bytedeco.javacpp.maxBytes", "0");
        Loader.load(avutil.class);
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        Loader.load(swresample.class);
        Loader.load(avcodec.class);
        return new FfmpegCodecs(allocator);
    }

    private static void preset(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    @Override
    public AudioDecoder aacDecoder(AacConfig config, int channels) {
        return FfmpegAacDecoder.open(config, channels);
    }

    @Override
    public Resampler resampler(int inputRate, int channels) {
        return FfmpegResampler.open(inputRate, channels);
    }

    @Override
    public OpusEncoder opusEncoder(OpusSettings settings, int channels) {
        return FfmpegOpusEncoder.open(settings, channels, allocator);
    }

    /** For calls that fail only if the library is not what it was built to be, or memory has run out. */
    static int ensure(int result, String what) {
        if (result < 0) {
            throw ProtocolException.found(StableCode.INTERNAL, "FFmpeg " + what, result, "0 or more");
        }
        return result;
    }
}
