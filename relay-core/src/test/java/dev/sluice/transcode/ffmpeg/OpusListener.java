package dev.sluice.transcode.ffmpeg;

import dev.sluice.transcode.AacToOpus;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
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

/** A viewer's ear: decodes the packets with libopus' decoder and lays the sound out by their time stamps. */
final class OpusListener implements AacToOpus.Sink, AutoCloseable {
    /** @param stereo the stereo flag of the packet's first byte, RFC 6716 3.1 */
    record Heard(long pts, int samples, int bytes, boolean stereo) {}

    static {
        FfmpegCodecsTest.codecs();
    }

    final List<Heard> packets = new ArrayList<>();

    private final AVCodecContext context;
    private final AVPacket packet = avcodec.av_packet_alloc();
    private final AVFrame frame = avutil.av_frame_alloc();
    private float[] left = new float[1 << 16];
    private float[] right = new float[1 << 16];
    private int length;

    OpusListener() {
        var codec = avcodec.avcodec_find_decoder_by_name("libopus");
        context = avcodec.avcodec_alloc_context3(codec);
        context.sample_rate(48_000).thread_count(1).request_sample_fmt(avutil.AV_SAMPLE_FMT_FLT);
        avutil.av_channel_layout_default(context.ch_layout(), 2);
        ensure(avcodec.avcodec_open2(context, codec, (@Nullable AVDictionary) null), "avcodec_open2");
    }

    @Override
    public void onOpus(long pts48k, int samples, ByteBuf opus) {
        packets.add(new Heard(pts48k, samples, opus.readableBytes(), (opus.getByte(0) & 4) != 0));
        var bytes = new byte[opus.readableBytes()];
        opus.readBytes(bytes).release();
        decode(bytes);
    }

    private void decode(byte[] bytes) {
        ensure(avcodec.av_new_packet(packet, bytes.length), "av_new_packet");
        packet.data().put(bytes);
        ensure(avcodec.avcodec_send_packet(context, packet), "send");
        avcodec.av_packet_unref(packet);
        ensure(avcodec.avcodec_receive_frame(context, frame), "receive");
        int samples = frame.nb_samples();
        var sound = new float[2 * samples];
        new FloatPointer(frame.data(0)).get(sound);
        append(sound, samples);
    }

    private void append(float[] sound, int samples) {
        if (length + samples > left.length) {
            left = Arrays.copyOf(left, 2 * left.length);
            right = Arrays.copyOf(right, 2 * right.length);
        }
        for (int i = 0; i < samples; i++) {
            left[length + i] = sound[2 * i];
            right[length + i] = sound[2 * i + 1];
        }
        length += samples;
    }

    /** Sound of the left channel from a time on; the packets must step without a break up to there. */
    float[] left(long from, int count) {
        int begin = (int) (from - packets.getFirst().pts());
        return Arrays.copyOfRange(left, begin, begin + count);
    }

    float[] right(long from, int count) {
        int begin = (int) (from - packets.getFirst().pts());
        return Arrays.copyOfRange(right, begin, begin + count);
    }

    long end() {
        return packets.getFirst().pts() + length;
    }

    @Override
    public void close() {
        avcodec.avcodec_free_context(context);
        avcodec.av_packet_free(packet);
        avutil.av_frame_free(frame);
    }
}
