package dev.sluice.media.h264;

import io.netty.buffer.ByteBuf;

/**
 * The first two fields of a slice header (ITU-T H.264 7.3.3), which need no parameter set to read. Every method borrows
 * the buffer and takes a whole NAL unit: {@code index} at its header byte. Nothing is allocated and nothing thrown.
 *
 * <pre>
 * first_mb_in_slice  ue(v)
 * slice_type         ue(v)   0 P, 1 B, 2 I, 3 SP, 4 SI; 5..9 the same, and all slices of the picture are alike
 * </pre>
 */
public final class SliceHeader {
    /** What the readers return for a header that is not one. */
    public static final int MALFORMED = -1;
    /** Macroblocks of the largest picture, level 6.2 (table A-1): so both codes fit in 35 + 7 bits. */
    static final int MAX_MACROBLOCKS = 139_264;
    private static final int MAX_SLICE_TYPE = 9;
    private static final int KINDS = 5;
    private static final int B = 1;

    private SliceHeader() {}

    /** first_mb_in_slice: 0 starts a picture. */
    public static int firstMb(ByteBuf buffer, int index, int length) {
        return firstMb(window(buffer, index, length));
    }

    /** slice_type, 0..9. */
    public static int sliceType(ByteBuf buffer, int index, int length) {
        long window = window(buffer, index, length);
        if (firstMb(window) == MALFORMED) {
            return MALFORMED;
        }
        return code(window << bitsOfCode(window), MAX_SLICE_TYPE);
    }

    /** Whether a slice type of 0..9 is B. */
    public static boolean isB(int sliceType) {
        return sliceType % KINDS == B;
    }

    private static int firstMb(long window) {
        return code(window, MAX_MACROBLOCKS - 1);
    }

    /** The Exp-Golomb code in the highest bits. */
    private static int code(long window, int max) {
        int zeros = Long.numberOfLeadingZeros(window);
        if (zeros > Integer.SIZE - 2) {
            return MALFORMED;
        }
        long value = (window >>> (Long.SIZE - 1 - 2 * zeros)) - 1;
        return value > max ? MALFORMED : (int) value;
    }

    private static int bitsOfCode(long window) {
        return 2 * Long.numberOfLeadingZeros(window) + 1;
    }

    /**
     * The first 64 bits behind the NAL unit header, emulation prevention bytes left out. A shorter NAL unit is filled
     * up with zeros, as if it were padded.
     */
    private static long window(ByteBuf buffer, int index, int length) {
        long window = 0;
        int filled = 0;
        int zeroBytes = 0;
        for (int i = index + 1; i < index + length && filled < Long.BYTES; i++) {
            int value = buffer.getUnsignedByte(i);
            if (zeroBytes >= 2 && value == 3) {
                zeroBytes = 0;
            } else {
                window = window << 8 | value;
                filled++;
                zeroBytes = value == 0 ? zeroBytes + 1 : 0;
            }
        }
        return filled == 0 ? 0 : window << (8 * (Long.BYTES - filled));
    }
}
