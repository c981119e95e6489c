package dev.sluice.media.vp8;

import dev.sluice.media.Vp8Config;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The uncompressed chunk at the start of a VP8 frame (RFC 6386 9.1). Borrows the buffer and throws nothing; the fields are
 * little-endian.
 *
 * <pre>
 * 3 bytes  frame tag: bit 0 is 0 in a key frame, then version, show_frame, first_part_size
 * 3 bytes  9d 01 2a                              (key frames only, as what follows)
 * 2 bytes  14 bits of width, 2 bits of scale
 * 2 bytes  14 bits of height, 2 bits of scale
 * </pre>
 */
public final class Vp8FrameHeader {
    private static final int INTER = 1;
    private static final int TAG_SIZE = 3;
    private static final int START_CODE = 0x9d012a;
    private static final int WIDTH = 6;
    private static final int HEIGHT = 8;
    private static final int KEY_SIZE = 10;
    /** The scale is a hint for display that no browser follows. */
    private static final int SIDE = 0x3fff;

    private Vp8FrameHeader() {}

    /** @param first byte of the frame */
    public static boolean key(int first) {
        return (first & INTER) == 0;
    }

    /** Of the key frame in the readable bytes; null where they are none. */
    public static @Nullable Vp8Config config(ByteBuf frame) {
        int at = frame.readerIndex();
        if (frame.readableBytes() < KEY_SIZE || !key(frame.getByte(at))
                || frame.getUnsignedMedium(at + TAG_SIZE) != START_CODE) {
            return null;
        }
        int width = frame.getUnsignedShortLE(at + WIDTH) & SIDE;
        int height = frame.getUnsignedShortLE(at + HEIGHT) & SIDE;
        return width == 0 || height == 0 ? null : new Vp8Config(width, height);
    }
}
