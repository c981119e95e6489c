package dev.sluice.transcode.ffmpeg;

import dev.sluice.transcode.OpusSettings;
import dev.sluice.transcode.Pcm;
import dev.sluice.transcode.Resampler;
import java.nio.FloatBuffer;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerPointer;

import static dev.sluice.transcode.ffmpeg.FfmpegCodecs.ensure;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_uninit;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set_chlayout;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set_int;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set_sample_fmt;
import static org.bytedeco.ffmpeg.global.swresample.SWR_FLAG_RESAMPLE;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_get_delay;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;
import static org.bytedeco.ffmpeg.global.swresample.swr_set_compensation;

/**
 * libswresample. It resamples even from 48 kHz to 48 kHz, so that following a drift later changes nothing but the step
 * from sample to sample: no break, no click. Between the 1,024 phases of its filter it interpolates, or a step that is
 * no multiple of a phase would be heard as noise.
 */
final class FfmpegResampler implements Resampler {
    private final SwrContext swr = swr_alloc();
    private final int inputRate;
    private final int outputLength;
    private final FloatPointer inputMemory;
    private final FloatPointer outputMemory;
    private final PointerPointer<FloatPointer> inputPlane;
    private final PointerPointer<FloatPointer> outputPlane;
    private final FloatBuffer input;
    private final FloatBuffer output;
    private boolean closed;

    private FfmpegResampler(int inputRate, int channels) {
        this.inputRate = inputRate;
        this.outputLength = (int) (MAX_INPUT * 1.01 * OpusSettings.CLOCK_RATE / inputRate) + MAX_INPUT;
        this.inputMemory = new FloatPointer((long) MAX_INPUT * channels);
        this.outputMemory = new FloatPointer((long) outputLength * channels);
        this.inputPlane = new PointerPointer<FloatPointer>(1).put(0, inputMemory);
        this.outputPlane = new PointerPointer<FloatPointer>(1).put(0, outputMemory);
        this.input = inputMemory.asBuffer();
        this.output = outputMemory.asBuffer();
    }

    static FfmpegResampler open(int inputRate, int channels) {
        var resampler = new FfmpegResampler(inputRate, channels);
        try {
            resampler.configure(channels);
            return resampler;
        } catch (RuntimeException e) {
            resampler.close();
            throw e;
        }
    }

    private void configure(int channels) {
        try (var layout = new AVChannelLayout()) {
            av_channel_layout_default(layout, channels);
            ensure(av_opt_set_chlayout(swr, "in_chlayout", layout, 0), "in_chlayout");
            ensure(av_opt_set_chlayout(swr, "out_chlayout", layout, 0), "out_chlayout");
            av_channel_layout_uninit(layout);
        }
        ensure(av_opt_set_sample_fmt(swr, "in_sample_fmt", AV_SAMPLE_FMT_FLT, 0), "in_sample_fmt");
        ensure(av_opt_set_sample_fmt(swr, "out_sample_fmt", AV_SAMPLE_FMT_FLT, 0), "out_sample_fmt");
        set("in_sample_rate", inputRate);
        set("out_sample_rate", OpusSettings.CLOCK_RATE);
        set("flags", SWR_FLAG_RESAMPLE);
        set("exact_rational", 0);
        set("linear_interp", 1);
        ensure(swr_init(swr), "swr_init");
    }

    private void set(String option, int value) {
        ensure(av_opt_set_int(swr, option, value, 0), option);
    }

    @Override
    public int inputRate() {
        return inputRate;
    }

    @Override
    public void resample(Pcm in, Pcm out) {
        out.size(closed ? 0 : convert(in), OpusSettings.CLOCK_RATE);
        output.get(0, out.samples(), 0, out.values());
    }

    private int convert(Pcm in) {
        input.put(0, in.samples(), 0, in.values());
        return Math.max(0, swr_convert(swr, outputPlane, outputLength, inputPlane, in.length()));
    }

    @Override
    public long delay() {
        return closed ? 0 : swr_get_delay(swr, OpusSettings.CLOCK_RATE);
    }

    @Override
    public void compensate(int samples, int distance) {
        if (!closed) {
            // Out of memory is the only way to fail: then the drift stays for another second.
            swr_set_compensation(swr, samples, distance);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        swr_free(swr);
        inputPlane.close();
        outputPlane.close();
        inputMemory.close();
        outputMemory.close();
    }
}
