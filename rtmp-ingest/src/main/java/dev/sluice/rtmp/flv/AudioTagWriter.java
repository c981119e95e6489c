package dev.sluice.rtmp.flv;

import dev.sluice.media.AacConfig;
import dev.sluice.media.AudioConfig;
import dev.sluice.media.Codec;
import dev.sluice.media.OpusConfig;
import io.netty.buffer.ByteBuf;

/**
 * Appends bodies of audio tags, the reverse of {@link AudioTag}: AAC in the legacy form, Opus in that of Enhanced RTMP.
 * Payloads are borrowed.
 */
public final class AudioTagWriter {
    /** Bytes in front of a frame at most. */
    public static final int MAX_HEADER_BYTES = 5;
    /** E.4.2.1: 44 kHz, 16 bits, stereo, whatever the AudioSpecificConfig says. */
    private static final int AAC = AudioTag.FORMAT_AAC << 4 | 0xf;

    private AudioTagWriter() {}

    /** A sequence header. */
    public static void config(AudioConfig config, ByteBuf out) {
        header(config.codec(), AudioTag.SEQUENCE_START, out);
        switch (config) {
            case AacConfig aac -> aac.asc().writeTo(out);
            case OpusConfig opus -> new OpusHead(opus.channels()).writeTo(out);
        }
    }

    /** A frame. */
    public static void frame(Codec codec, ByteBuf payload, ByteBuf out) {
        header(codec, AudioTag.CODED_FRAMES, out);
        out.writeBytes(payload, payload.readerIndex(), payload.readableBytes());
    }

    private static void header(Codec codec, int packetType, ByteBuf out) {
        if (codec == Codec.AAC) {
            out.writeByte(AAC).writeByte(packetType);
        } else {
            out.writeByte(AudioTag.FORMAT_EX_HEADER << 4 | packetType).writeInt(FourCc.of(codec).value());
        }
    }
}
