package dev.sluice.rtmp.flv;

import io.netty.buffer.ByteBuf;

/**
 * Appends a VPCodecConfigurationRecord, VP Codec ISO Media File Format Binding 2.2, with the version and flags of its box in
 * front, as FFmpeg and OBS send it in Enhanced RTMP:
 *
 * <pre>
 *  | version 8 = 1, flags 24 | profile 8 | level 8 | depth 4, chroma 3, full range 1 | colours 3 * 8 | 0, 16 bits |
 * </pre>
 */
final class VpRecordWriter {
    private static final int VERSION_AND_FLAGS = 1 << 24;
    private static final int UNKNOWN_LEVEL = 0;
    private static final int UNSPECIFIED_COLOURS = 0x020202;
    /** VP9 from profile 2 on; 12 is rare, and the key frame's header tells. */
    private static final int HIGH_DEPTH = 10;
    private static final int CHROMA_420 = 1;
    private static final int CHROMA_444 = 3;

    private VpRecordWriter() {}

    static void write(int profile, ByteBuf out) {
        int depth = profile < 2 ? 8 : HIGH_DEPTH;
        int chroma = (profile & 1) == 0 ? CHROMA_420 : CHROMA_444;
        out.writeInt(VERSION_AND_FLAGS).writeByte(profile).writeByte(UNKNOWN_LEVEL);
        out.writeByte(depth << 4 | chroma << 1).writeMedium(UNSPECIFIED_COLOURS).writeShort(0);
    }
}
