package dev.sluice.rtmp.flv;

import dev.sluice.media.Av1Config;
import dev.sluice.media.Codec;
import dev.sluice.media.H264Config;
import dev.sluice.media.HevcConfig;
import dev.sluice.media.VideoConfig;
import dev.sluice.media.Vp8Config;
import dev.sluice.media.Vp9Config;
import io.netty.buffer.ByteBuf;

/**
 * Appends bodies of video tags, the reverse of {@link VideoTag}: H.264 in the legacy form, which every server and player
 * takes, all others in that of Enhanced RTMP. Payloads are borrowed.
 */
public final class VideoTagWriter {
    /** Bytes in front of a frame at most. */
    public static final int MAX_HEADER_BYTES = 8;
    private static final int KEY_FRAME = 1;
    private static final int INTER_FRAME = 2;
    private static final int LENGTH_SIZE = 4;
    /** The range of 24 bits, signed. */
    private static final int MAX_COMPOSITION_TIME = 0x7f_ffff;

    private VideoTagWriter() {}

    /** A sequence header. */
    public static void config(VideoConfig config, ByteBuf out) {
        if (config instanceof H264Config) {
            legacy(true, VideoTag.SEQUENCE_START, 0, out);
        } else {
            enhanced(config.codec(), true, VideoTag.SEQUENCE_START, out);
        }
        record(config, out);
    }

    private static void record(VideoConfig config, ByteBuf out) {
        switch (config) {
            case H264Config h264 ->
                new AvcDecoderConfigurationRecord(LENGTH_SIZE, h264.sps(), h264.pps()).writeTo(out);
            case HevcConfig hevc -> HevcRecordWriter.write(hevc, out);
            case Av1Config av1 -> Av1RecordWriter.write(av1, out);
            case Vp9Config vp9 -> VpRecordWriter.write(vp9.profile(), out);
            case Vp8Config _ -> VpRecordWriter.write(0, out);
        }
    }

    /**
     * A frame.
     *
     * @param compositionTime milliseconds from decoding to presentation; what 24 bits do not hold is cut to their range
     * @param payload as {@link dev.sluice.media.EncodedFrame} has it
     */
    public static void frame(Codec codec, boolean keyFrame, long compositionTime, ByteBuf payload, ByteBuf out) {
        int composition = Math.clamp(compositionTime, -MAX_COMPOSITION_TIME - 1, MAX_COMPOSITION_TIME);
        if (codec == Codec.H264) {
            legacy(keyFrame, VideoTag.CODED_FRAMES, composition, out);
        } else if (codec == Codec.HEVC && composition != 0) {
            enhanced(codec, keyFrame, VideoTag.CODED_FRAMES, out);
            out.writeMedium(composition);
        } else {
            // E-RTMP v2: of the enhanced ones only H.264 and HEVC have a composition time, which X leaves out
            enhanced(codec, keyFrame, codec == Codec.HEVC ? VideoTag.CODED_FRAMES_X : VideoTag.CODED_FRAMES, out);
        }
        out.writeBytes(payload, payload.readerIndex(), payload.readableBytes());
    }

    private static void legacy(boolean keyFrame, int packetType, int compositionTime, ByteBuf out) {
        out.writeByte(frameType(keyFrame) | VideoTag.CODEC_AVC).writeByte(packetType).writeMedium(compositionTime);
    }

    private static void enhanced(Codec codec, boolean keyFrame, int packetType, ByteBuf out) {
        out.writeByte(VideoTag.ENHANCED | frameType(keyFrame) | packetType).writeInt(FourCc.of(codec).value());
    }

    private static int frameType(boolean keyFrame) {
        return (keyFrame ? KEY_FRAME : INTER_FRAME) << 4;
    }
}
