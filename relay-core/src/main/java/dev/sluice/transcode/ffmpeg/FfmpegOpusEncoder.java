package dev.sluice.transcode.ffmpeg;

import dev.sluice.transcode.OpusEncoder;
import dev.sluice.transcode.OpusSettings;
import dev.sluice.transcode.Pcm;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.FloatBuffer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

import static dev.sluice.transcode.ffmpeg.FfmpegCodecs.ensure;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_is_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set;

/** libopus by way of libavcodec. */
final class FfmpegOpusEncoder implements OpusEncoder {
    /** RFC 6716 3.2.1: a packet of one frame. */
    private static final int MAX_PACKET = 1_276;

    private final AVCodec codec = avcodec_find_encoder_by_name("libopus");
    private final AVCodecContext context = avcodec_alloc_context3(codec);
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    private final ByteBufAllocator allocator;
    private final int frameSize;
    private final int channels;
    private final byte[] bytes = new byte[MAX_PACKET];
    private FloatBuffer input;
    private boolean closed;

    private FfmpegOpusEncoder(int frameSize, int channels, ByteBufAllocator allocator) {
        this.frameSize = frameSize;
        this.channels = channels;
        this.allocator = allocator;
        frame.format(AV_SAMPLE_FMT_FLT).sample_rate(OpusSettings.CLOCK_RATE).nb_samples(frameSize);
        av_channel_layout_default(frame.ch_layout(), channels);
        ensure(av_frame_get_buffer(frame, 0), "av_frame_get_buffer");
        this.input = samples();
    }

    static FfmpegOpusEncoder open(OpusSettings settings, int channels, ByteBufAllocator allocator) {
        var encoder = new FfmpegOpusEncoder(settings.frameSize(), channels, allocator);
        try {
            encoder.configure(settings);
            return encoder;
        } catch (RuntimeException e) {
            encoder.close();
            throw e;
        }
    }

    private void configure(OpusSettings settings) {
        context.sample_fmt(AV_SAMPLE_FMT_FLT).sample_rate(OpusSettings.CLOCK_RATE);
        context.thread_count(1).time_base().num(1).den(OpusSettings.CLOCK_RATE);
        context.bit_rate(settings.bitrate(channels)).compression_level(settings.complexity());
        av_channel_layout_default(context.ch_layout(), channels);
        set("application", settings.application());
        set("frame_duration", Integer.toString(settings.frameMillis()));
        // Constrained: no packet is longer than about twice the mean, so each fits one RTP packet.
        set("vbr", "constrained");
        set("fec", "1");
        set("packet_loss", Integer.toString(settings.expectedLoss()));
        ensure(avcodec_open2(context, codec, (@Nullable AVDictionary) null), "avcodec_open2 libopus");
    }

    private void set(String option, String value) {
        ensure(av_opt_set(context.priv_data(), option, value, 0), option);
    }

    private FloatBuffer samples() {
        return new FloatPointer(frame.data(0)).capacity((long) frameSize * channels).asBuffer();
    }

    @Override
    public int frameSize() {
        return frameSize;
    }

    @Override
    public int lookahead() {
        return context.initial_padding();
    }

    @Override
    public @Nullable ByteBuf encode(Pcm sound) {
        if (closed || !writable()) {
            return null;
        }
        input.put(0, sound.samples(), 0, frameSize * channels);
        if (avcodec_send_frame(context, frame) < 0 || avcodec_receive_packet(context, packet) < 0) {
            return null;
        }
        var out = copyOut(packet.size());
        av_packet_unref(packet);
        return out;
    }

    /** The encoder gives the frame back before it returns; if it ever does not, the frame moves to new memory. */
    private boolean writable() {
        if (av_frame_is_writable(frame) > 0) {
            return true;
        }
        boolean moved = av_frame_make_writable(frame) >= 0;
        input = samples();
        return moved;
    }

    private @Nullable ByteBuf copyOut(int length) {
        if (length <= 0 || length > MAX_PACKET) {
            return null;
        }
        packet.data().get(bytes, 0, length);
        return allocator.directBuffer(length).writeBytes(bytes, 0, length);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        avcodec_free_context(context);
        av_packet_free(packet);
        av_frame_free(frame);
    }
}
