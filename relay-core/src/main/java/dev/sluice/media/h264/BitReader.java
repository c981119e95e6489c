package dev.sluice.media.h264;

import io.netty.buffer.ByteBuf;

/**
 * Reads bits, most significant first, from a run of bytes of a buffer it borrows; the buffer's indices stay.
 *
 * <p>Over an RBSP the emulation prevention bytes are left out while reading (ITU-T H.264 7.4.1: in {@code 00 00 03} the
 * third byte is none of the payload), so nothing is copied. Reading past the end, or an Exp-Golomb code of more than 63
 * bits, yields 0 and makes {@link #ok()} false for good: a parser asks once at its end.
 */
public final class BitReader {
    private static final int EMULATION_PREVENTION = 3;
    private static final int MAX_LEADING_ZEROS = 31;

    private final ByteBuf buffer;
    private final int end;
    private final boolean emulationPrevented;
    private int next;
    private int zeroBytes;
    private int current;
    private int bitsInCurrent;
    private boolean ok = true;

    private BitReader(ByteBuf buffer, int index, int length, boolean emulationPrevented) {
        this.buffer = buffer;
        this.next = index;
        this.end = index + length;
        this.emulationPrevented = emulationPrevented;
    }

    /** Over bytes that mean what they are. */
    public static BitReader plain(ByteBuf buffer, int index, int length) {
        return new BitReader(buffer, index, length, false);
    }

    /** Over the payload of a NAL unit; {@code index} is behind the NAL unit's header. */
    public static BitReader rbsp(ByteBuf buffer, int index, int length) {
        return new BitReader(buffer, index, length, true);
    }

    /** Whether everything read so far was there. */
    public boolean ok() {
        return ok;
    }

    /** Bits not yet read, emulation prevention bytes counted as if they were payload. */
    public long left() {
        return ok ? bitsInCurrent + 8L * (end - next) : 0;
    }

    /** u(1). */
    public int bit() {
        if (bitsInCurrent == 0 && !load()) {
            return 0;
        }
        bitsInCurrent--;
        return current >>> bitsInCurrent & 1;
    }

    public boolean flag() {
        return bit() == 1;
    }

    /** u(n), n from 0 to 32. */
    public long bits(int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    public void skip(int count) {
        for (int i = 0; i < count && ok; i++) {
            bit();
        }
    }

    /** ue(v), ITU-T H.264 9.1: 0..2^32-2. */
    public long ue() {
        int zeros = 0;
        while (ok && bit() == 0) {
            if (++zeros > MAX_LEADING_ZEROS) {
                ok = false;
            }
        }
        return ok ? (1L << zeros) - 1 + bits(zeros) : 0;
    }

    /** se(v), ITU-T H.264 9.1.1: 1, -1, 2, -2 and so on for the codes 1, 2, 3, 4. */
    public long se() {
        long code = ue();
        return (code & 1) == 1 ? (code + 1) / 2 : -code / 2;
    }

    private boolean load() {
        if (ok && emulationPrevented && zeroBytes >= 2 && next < end
                && buffer.getByte(next) == EMULATION_PREVENTION) {
            next++;
            zeroBytes = 0;
        }
        if (!ok || next >= end) {
            ok = false;
            return false;
        }
        current = buffer.getUnsignedByte(next++);
        zeroBytes = current == 0 ? zeroBytes + 1 : 0;
        bitsInCurrent = 8;
        return true;
    }
}
