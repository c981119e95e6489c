package dev.sluice.transcode;

import dev.sluice.media.AacConfig;
import dev.sluice.media.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.LongToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Codecs that are arithmetic. A coded frame is the number of its first sample (8 bytes) and decodes to 1,024 samples of
 * a function; any other length is refused. An Opus packet is the samples themselves.
 */
public final class CountingCodecs implements AudioCodecs {
    public static final AacConfig MONO = config(48_000);
    public static final int FRAME = 1_024;
    static final int LOOKAHEAD = 312;

    int resets;
    int closed;
    int compensated;

    private final LongToDoubleFunction sound;
    private final @Nullable AudioCodecs resamplers;
    private int rate = 48_000;

    /** @param resamplers whose resampler to use; null for 48 kHz in and out */
    public CountingCodecs(LongToDoubleFunction sound, @Nullable AudioCodecs resamplers) {
        this.sound = sound;
        this.resamplers = resamplers;
    }

    public static AacConfig config(int rate) {
        return new AacConfig(2, rate, 1, rate, Bytes.of((byte) 0x11, (byte) 0x88));
    }

    /** The frame that begins with this sample; a heap buffer that needs no release. */
    public static ByteBuf frame(long firstSample) {
        return Unpooled.unreleasableBuffer(Unpooled.buffer(8).writeLong(firstSample));
    }

    static ByteBuf trash() {
        return Unpooled.unreleasableBuffer(Unpooled.buffer(1).writeByte(0));
    }

    @Override
    public AudioDecoder aacDecoder(AacConfig config, int channels) {
        rate = config.sampleRate();
        return new Decoder();
    }

    @Override
    public Resampler resampler(int inputRate, int channels) {
        return resamplers == null ? new Wire() : resamplers.resampler(inputRate, channels);
    }

    @Override
    public OpusEncoder opusEncoder(OpusSettings settings, int channels) {
        return new Encoder(settings.frameSize());
    }

    private final class Decoder implements AudioDecoder {
        @Override
        public boolean decode(ByteBuf frame, Pcm out) {
            if (frame.readableBytes() != Long.BYTES) {
                return false;
            }
            long first = frame.getLong(frame.readerIndex());
            out.size(FRAME, rate);
            for (int i = 0; i < FRAME; i++) {
                out.samples()[i] = (float) sound.applyAsDouble(first + i);
            }
            return true;
        }

        @Override
        public void reset() {
            resets++;
        }

        @Override
        public int delay() {
            return 0;
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private final class Wire implements Resampler {
        @Override
        public int inputRate() {
            return rate;
        }

        @Override
        public void resample(Pcm in, Pcm out) {
            out.size(in.length(), in.rate());
            System.arraycopy(in.samples(), 0, out.samples(), 0, in.values());
        }

        @Override
        public long delay() {
            return 0;
        }

        @Override
        public void compensate(int samples, int distance) {
            compensated += samples;
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private final class Encoder implements OpusEncoder {
        private final int frameSize;

        Encoder(int frameSize) {
            this.frameSize = frameSize;
        }

        @Override
        public int frameSize() {
            return frameSize;
        }

        @Override
        public int lookahead() {
            return LOOKAHEAD;
        }

        @Override
        public ByteBuf encode(Pcm frame) {
            var packet = Unpooled.buffer(frameSize * Float.BYTES);
            for (int i = 0; i < frameSize; i++) {
                packet.writeFloat(frame.samples()[i]);
            }
            return packet;
        }

        @Override
        public void close() {
            closed++;
        }
    }
}
