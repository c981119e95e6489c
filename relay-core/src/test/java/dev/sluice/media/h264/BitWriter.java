package dev.sluice.media.h264;

import java.io.ByteArrayOutputStream;

/** Writes bitstreams for tests: fields with a spec's word, Exp-Golomb codes, emulation prevention. */
public final class BitWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int current;
    private int filled;

    /** u(count). */
    public BitWriter bits(int count, long value) {
        for (int i = count - 1; i >= 0; i--) {
            current = (current << 1) | (int) ((value >>> i) & 1);
            if (++filled == 8) {
                bytes.write(current);
                current = 0;
                filled = 0;
            }
        }
        return this;
    }

    public BitWriter flag(boolean value) {
        return bits(1, value ? 1 : 0);
    }

    public BitWriter ue(long value) {
        int zeros = Long.SIZE - 1 - Long.numberOfLeadingZeros(value + 1);
        return bits(zeros, 0).bits(zeros + 1, value + 1);
    }

    public BitWriter se(long value) {
        return ue(value > 0 ? 2 * value - 1 : -2 * value);
    }

    /** What was written, filled up with zero bits. */
    public byte[] plain() {
        while (filled != 0) {
            bits(1, 0);
        }
        return bytes.toByteArray();
    }

    /** With rbsp_trailing_bits and emulation prevention, behind a NAL unit header. */
    public byte[] nalUnit(int header) {
        bits(1, 1);
        var rbsp = plain();
        var out = new ByteArrayOutputStream();
        out.write(header);
        int zeros = 0;
        for (byte value : rbsp) {
            if (zeros >= 2 && (value & 0xff) <= 3) {
                out.write(3);
                zeros = 0;
            }
            out.write(value);
            zeros = value == 0 ? zeros + 1 : 0;
        }
        return out.toByteArray();
    }
}
