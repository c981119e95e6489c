package dev.sluice.media.av1;

import io.netty.buffer.ByteBuf;

/** AV1's lengths (AV1 specification 4.10.5): 7 bits a byte, the lowest first; the highest bit says that one more follows. */
public final class Leb128 {
    private static final int MAX_BYTES = 8;
    private static final int MORE = 0x80;
    private static final int VALUE = 0x7f;
    private static final int BITS = 7;

    private Leb128() {}

    /** Bytes of the length at {@code index}, which need not be the fewest; 0 where it doesn't end before {@code end}. */
    public static int bytes(ByteBuf buffer, int index, int end) {
        int limit = Math.min(MAX_BYTES, end - index);
        for (int i = 0; i < limit; i++) {
            if ((buffer.getByte(index + i) & MORE) == 0) {
                return i + 1;
            }
        }
        return 0;
    }

    /** The length that stands in so many bytes. */
    public static long value(ByteBuf buffer, int index, int bytes) {
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = value << BITS | (buffer.getByte(index + i) & VALUE);
        }
        return value;
    }

    /** Writes a length, not negative, in the fewest bytes. */
    public static void write(ByteBuf out, int value) {
        int rest = value;
        while (rest > VALUE) {
            out.writeByte((rest & VALUE) | MORE);
            rest >>= BITS;
        }
        out.writeByte(rest);
    }
}
