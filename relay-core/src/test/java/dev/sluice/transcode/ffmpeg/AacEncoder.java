package dev.sluice.transcode.ffmpeg;

import dev.sluice.media.AacConfig;
import dev.sluice.media.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

import static dev.sluice.transcode.ffmpeg.FfmpegCodecs.ensure;

/** AAC made in the test by FFmpeg's own encoder, from a formula. */
final class AacEncoder {
    /** The value of one sample. */
    @FunctionalInterface
    interface Sound {
        double at(long sample, int channel);
    }

    /** @param pts in samples of the encoder's rate: where the sound that the decoder makes of it begins */
    record Frame(long pts, Bytes data) {}

    /** @param rate samples a second of the frames' time stamps */
    record Stream(AacConfig config, int rate, List<Frame> frames) {}

    static final int FRAME = 1_024;

    private AacEncoder() {}

    static Sound tone(int hertz, int rate) {
        return (sample, _) -> 0.5 * Math.sin(2 * Math.PI * hertz * sample / rate);
    }

    /** AAC-LC of the given length. */
    static Stream encode(Sound sound, int rate, int channels, double seconds) {
        FfmpegCodecsTest.codecs();
        var codec = avcodec.avcodec_find_encoder_by_name("aac");
        var context = avcodec.avcodec_alloc_context3(codec);
        context.sample_fmt(avutil.AV_SAMPLE_FMT_FLTP).sample_rate(rate).bit_rate(128_000L * channels).thread_count(1);
        context.flags(avcodec.AV_CODEC_FLAG_GLOBAL_HEADER).time_base().num(1).den(rate);
        avutil.av_channel_layout_default(context.ch_layout(), channels);
        ensure(avcodec.avcodec_open2(context, codec, (@Nullable AVDictionary) null), "avcodec_open2");
        var asc = new byte[context.extradata_size()];
        context.extradata().get(asc);
        var frames = encode(context, sound, channels, (int) (seconds * rate / FRAME));
        avcodec.avcodec_free_context(context);
        var config = new AacConfig(2, rate, channels, rate, Bytes.of(asc));
        return new Stream(config, rate, frames);
    }

    private static List<Frame> encode(AVCodecContext context, Sound sound, int channels, int count) {
        var frames = new ArrayList<Frame>();
        var frame = avutil.av_frame_alloc();
        var packet = avcodec.av_packet_alloc();
        for (int i = 0; i <= count; i++) {
            ensure(avcodec.avcodec_send_frame(context, i == count ? null : fill(frame, context, sound, channels, i)),
                    "send");
            while (avcodec.avcodec_receive_packet(context, packet) >= 0) {
                frames.add(copy(packet));
                avcodec.av_packet_unref(packet);
            }
        }
        avutil.av_frame_free(frame);
        avcodec.av_packet_free(packet);
        return frames;
    }

    private static AVFrame fill(AVFrame frame, AVCodecContext context, Sound sound, int channels, int number) {
        avutil.av_frame_unref(frame);
        frame.format(avutil.AV_SAMPLE_FMT_FLTP).nb_samples(FRAME).sample_rate(context.sample_rate());
        avutil.av_channel_layout_default(frame.ch_layout(), channels);
        ensure(avutil.av_frame_get_buffer(frame, 0), "av_frame_get_buffer");
        for (int c = 0; c < channels; c++) {
            var plane = new FloatPointer(frame.extended_data(c)).capacity(FRAME).asBuffer();
            for (int i = 0; i < FRAME; i++) {
                plane.put(i, (float) sound.at((long) number * FRAME + i, c));
            }
        }
        return frame.pts((long) number * FRAME);
    }

    private static Frame copy(AVPacket packet) {
        var data = new byte[packet.size()];
        packet.data().get(data);
        return new Frame(packet.pts(), Bytes.of(data));
    }
}
