package dev.sluice.transcode.ffmpeg;

import dev.sluice.media.AacConfig;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.transcode.AudioDecoder;
import dev.sluice.transcode.OpusSettings;
import dev.sluice.transcode.Pcm;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

import static dev.sluice.transcode.ffmpeg.FfmpegCodecs.ensure;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

/** libavcodec's AAC decoder: AAC-LC, HE-AAC and HE-AAC v2. */
final class FfmpegAacDecoder implements AudioDecoder {
    /** An ADTS frame's length has 13 bits; 6,144 bits a channel (ISO/IEC 14496-3 4.5.1.1) stay below it. */
    private static final int MAX_FRAME_BYTES = 8_192;
    private static final int MAX_SURPLUS = 2;
    private static final int MAX_ASC_BYTES = 256;
    /**
     * Main, LC, LTP and the error resilient LC, LD, ELD. No encoder sends others (USAC, scalable): only attackers
     * would.
     */
    private static final Set<Integer> OBJECT_TYPES = Set.of(1, 2, 4, 17, 23, 39);
    private static final int FIRST_ERROR_RESILIENT = 17;
    private static final long MAX_CHANNELS = 8;
    private static final int MIN_RATE = 7_350;
    private static final int MAX_RATE = 192_000;
    private static final int CORE_FRAME = 1_024;
    private static final int SBR_DELAY = 962;

    private final AVCodec codec = avcodec_find_decoder_by_name("aac");
    private final AVCodecContext context = avcodec_alloc_context3(codec);
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    private final AVFrame surplus = av_frame_alloc();
    private final ChannelMixer mixer;
    private final ByteBuffer input;
    private final boolean errorResilient;
    private int delay;
    private boolean closed;

    private FfmpegAacDecoder(int objectType, int channels) {
        this.errorResilient = objectType >= FIRST_ERROR_RESILIENT;
        mixer = new ChannelMixer(channels);
        ensure(av_new_packet(packet, MAX_FRAME_BYTES), "av_new_packet");
        input = packet.data().capacity(MAX_FRAME_BYTES + AV_INPUT_BUFFER_PADDING_SIZE).asByteBuffer();
    }

    static FfmpegAacDecoder open(AacConfig config, int channels) {
        var decoder = new FfmpegAacDecoder(config.objectType(), channels);
        if (OBJECT_TYPES.contains(config.objectType()) && decoder.configure(config.asc().toArray())) {
            return decoder;
        }
        decoder.close();
        throw ProtocolException.found(StableCode.CODEC_UNSUPPORTED, "AudioSpecificConfig", config.asc(),
                "one of AAC-LC or HE-AAC");
    }

    private boolean configure(byte[] asc) {
        if (asc.length == 0 || asc.length > MAX_ASC_BYTES) {
            return false;
        }
        var extradata = new BytePointer(av_mallocz(asc.length + AV_INPUT_BUFFER_PADDING_SIZE));
        extradata.capacity(asc.length).put(asc);
        context.extradata(extradata).extradata_size(asc.length);
        context.thread_count(1).max_samples(ChannelMixer.MAX_SAMPLES * MAX_CHANNELS);
        return avcodec_open2(context, codec, (@Nullable AVDictionary) null) >= 0;
    }

    @Override
    public boolean decode(ByteBuf aac, Pcm out) {
        if (closed || !fill(aac) || avcodec_send_packet(context, packet) < 0) {
            return false;
        }
        boolean sound = avcodec_receive_frame(context, frame) >= 0;
        drain();
        return sound && audible() && mixer.mix(frame, out);
    }

    private boolean fill(ByteBuf aac) {
        int length = aac.readableBytes();
        if (length < 2 || length > MAX_FRAME_BYTES || adts(aac)) {
            return false;
        }
        input.clear().limit(length);
        aac.getBytes(aac.readerIndex(), input);
        input.limit(length + AV_INPUT_BUFFER_PADDING_SIZE);
        for (int i = length; i < input.limit(); i += Long.BYTES) {
            input.putLong(i, 0);
        }
        packet.size(length);
        return true;
    }

    /** libavcodec would take such a header for a new configuration; in a raw_data_block it means "empty". */
    private boolean adts(ByteBuf aac) {
        return !errorResilient && (aac.getUnsignedShort(aac.readerIndex()) & 0xfff0) == 0xfff0;
    }

    /**
     * Trash behind a frame may decode to further frames, thousands of empty ones if it was made to: each would cost as
     * much as a real one. One time stamp is one frame, so the rest is thrown away, by force if it does not end soon.
     * After this the decoder has let go of the packet.
     */
    private void drain() {
        for (int i = 0; i < MAX_SURPLUS; i++) {
            if (avcodec_receive_frame(context, surplus) < 0) {
                return;
            }
        }
        avcodec_flush_buffers(context);
    }

    private boolean audible() {
        int rate = frame.sample_rate();
        int length = frame.nb_samples();
        if (length <= 0 || length > ChannelMixer.MAX_SAMPLES || rate < MIN_RATE || rate > MAX_RATE) {
            return false;
        }
        delay = length > CORE_FRAME ? (int) ((long) SBR_DELAY * OpusSettings.CLOCK_RATE / rate) : 0;
        return true;
    }

    @Override
    public void reset() {
        if (!closed) {
            avcodec_flush_buffers(context);
        }
    }

    @Override
    public int delay() {
        return delay;
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
        av_frame_free(surplus);
        mixer.close();
    }
}
