package dev.sluice.transcode.ffmpeg;

import dev.sluice.transcode.Pcm;
import java.nio.FloatBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.FloatPointer;

import static dev.sluice.transcode.ffmpeg.FfmpegCodecs.ensure;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set_double;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc;
import static org.bytedeco.ffmpeg.global.swresample.swr_config_frame;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert_frame;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;
import static org.bytedeco.ffmpeg.global.swresample.swr_set_matrix;

/**
 * Mixes whatever channels a decoded frame has to one or two and interleaves them, at the frame's own rate. Follows a
 * stream whose rate or channels change. One thread.
 */
final class ChannelMixer implements AutoCloseable {
    /** Samples per channel in a frame, SBR included. */
    static final int MAX_SAMPLES = 4_096;
    private static final double[] TO_BOTH = {1, 1};

    private final AVFrame mixed = av_frame_alloc();
    private final FloatBuffer sound;
    private final int channels;
    private SwrContext swr = swr_alloc();
    private boolean configured;

    ChannelMixer(int channels) {
        this.channels = channels;
        mixed.format(AV_SAMPLE_FMT_FLT).nb_samples(MAX_SAMPLES);
        av_channel_layout_default(mixed.ch_layout(), channels);
        ensure(av_frame_get_buffer(mixed, 0), "av_frame_get_buffer");
        sound = new FloatPointer(mixed.data(0)).capacity((long) MAX_SAMPLES * channels).asBuffer();
    }

    /** @return whether {@code out} holds the frame's sound */
    boolean mix(AVFrame frame, Pcm out) {
        mixed.nb_samples(0).sample_rate(frame.sample_rate());
        if (!configured || swr_convert_frame(swr, mixed, frame) < 0) {
            if (!configure(frame) || swr_convert_frame(swr, mixed, frame) < 0) {
                return false;
            }
        }
        out.size(mixed.nb_samples(), frame.sample_rate());
        sound.get(0, out.samples(), 0, out.values());
        return out.length() > 0;
    }

    private boolean configure(AVFrame frame) {
        swr_free(swr);
        swr = swr_alloc();
        // Six channels added to two would clip: scale the sum back to 1.
        av_opt_set_double(swr, "rematrix_maxval", 1, 0);
        configured = swr_config_frame(swr, mixed, frame) >= 0 && spread(frame) && swr_init(swr) >= 0;
        return configured;
    }

    /** libswresample plays mono 3 dB down on each of two channels; here it stays as loud as it was. */
    private boolean spread(AVFrame frame) {
        return frame.ch_layout().nb_channels() != 1 || channels != 2 || swr_set_matrix(swr, TO_BOTH, 1) >= 0;
    }

    @Override
    public void close() {
        swr_free(swr);
        av_frame_free(mixed);
    }
}
