package dev.sluice.media.vp9;

import io.netty.buffer.ByteBuf;

/**
 * The index behind several frames that a decoder is given as one (VP9 specification annex B). Pure.
 *
 * <pre>
 * |1 1 0|mag|frames - 1|   the same byte again at the end
 * |frame size|             frames times, mag + 1 bytes each, little-endian
 * </pre>
 */
public final class Superframe {
    /** Frames of a superframe at most: a picture of so many spatial layers. */
    public static final int MAX_FRAMES = 8;
    /** Bytes of an index at most. */
    public static final int MAX_INDEX = 2 + MAX_FRAMES * Integer.BYTES;
    private static final int MARKER = 0xc0;
    private static final int MAG_SHIFT = 3;

    private Superframe() {}

    /**
     * Appends the index.
     *
     * @param frames borrowed, one behind the other
     * @param sizes of the frames, in bytes
     * @param count of the frames, 1 to {@link #MAX_FRAMES}
     */
    public static void writeIndex(ByteBuf frames, int[] sizes, int count) {
        int largest = 0;
        for (int i = 0; i < count; i++) {
            largest |= sizes[i];
        }
        int bytes = Math.max(1, Math.ceilDiv(Integer.SIZE - Integer.numberOfLeadingZeros(largest), Byte.SIZE));
        int header = MARKER | (bytes - 1) << MAG_SHIFT | count - 1;
        frames.writeByte(header);
        for (int i = 0; i < count; i++) {
            for (int b = 0; b < bytes; b++) {
                frames.writeByte(sizes[i] >> (b * Byte.SIZE));
            }
        }
        frames.writeByte(header);
    }
}
