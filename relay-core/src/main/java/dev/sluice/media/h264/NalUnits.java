package dev.sluice.media.h264;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A cursor over the NAL units of an access unit. Set on a buffer with {@link #lengthPrefixed} or {@link #annexB}, then
 * {@code while (nals.next())}. Borrows the buffer and leaves its indices alone; what it tells are absolute indices.
 * One object serves a session for all its frames, on one thread. NAL units of no bytes are passed over.
 */
public final class NalUnits {
    /** Bytes of the length before each NAL unit of a frame's payload. */
    public static final int LENGTH_SIZE = 4;
    private static final int ANNEX_B = 0;
    private static final int START_CODE_SIZE = 3;

    private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
    private int lengthSize;
    private int position;
    private int end;
    private int index;
    private int length;
    private boolean malformed;

    /** Starts over the readable bytes: NAL units, each behind its length in 4 bytes. */
    public NalUnits lengthPrefixed(ByteBuf payload) {
        return lengthPrefixed(payload, LENGTH_SIZE);
    }

    /** @param lengthSize 1 to 4, ISO/IEC 14496-15 lengthSizeMinusOne + 1 */
    public NalUnits lengthPrefixed(ByteBuf payload, int lengthSize) {
        if (lengthSize < 1 || lengthSize > LENGTH_SIZE) {
            throw new IllegalArgumentException("lengthSize " + lengthSize);
        }
        start(payload, lengthSize);
        return this;
    }

    /** Starts over the readable bytes: NAL units behind start codes, ITU-T H.264 annex B. */
    public NalUnits annexB(ByteBuf stream) {
        start(stream, ANNEX_B);
        position = startCode(position);
        for (int i = stream.readerIndex(); i < position && !malformed; i++) {
            // Only leading_zero_8bits may stand before the first start code.
            malformed = stream.getByte(i) != 0;
        }
        return this;
    }

    /** Moves on to the next NAL unit; false at the end and when the rest is {@link #malformed()}. */
    public boolean next() {
        boolean more = true;
        length = 0;
        while (more && length == 0) {
            more = !malformed && (lengthSize == ANNEX_B ? nextBehindStartCode() : nextBehindLength());
        }
        return more;
    }

    /** Whether the bytes did not divide into whole NAL units. */
    public boolean malformed() {
        return malformed;
    }

    /** Where the NAL unit's header byte stands. */
    public int index() {
        return index;
    }

    /** Bytes of the NAL unit, header included. */
    public int length() {
        return length;
    }

    /** nal_unit_type. */
    public int type() {
        return NalType.of(buffer.getByte(index));
    }

    private void start(ByteBuf over, int size) {
        buffer = over;
        lengthSize = size;
        position = over.readerIndex();
        end = over.writerIndex();
        length = 0;
        malformed = false;
    }

    private boolean nextBehindLength() {
        if (position >= end) {
            return false;
        }
        long announced = position + lengthSize <= end ? prefix() : Long.MAX_VALUE;
        if (announced > end - position - lengthSize) {
            malformed = true;
            return false;
        }
        index = position + lengthSize;
        length = (int) announced;
        position = index + length;
        return true;
    }

    private long prefix() {
        long value = 0;
        for (int i = 0; i < lengthSize; i++) {
            value = value << 8 | buffer.getUnsignedByte(position + i);
        }
        return value;
    }

    private boolean nextBehindStartCode() {
        if (position >= end) {
            return false;
        }
        index = position + START_CODE_SIZE;
        position = startCode(index);
        length = position - index;
        // trailing_zero_8bits and the zero_byte of a 4-byte start code; a NAL unit itself never ends in 00 (7.4.1).
        while (length > 0 && buffer.getByte(index + length - 1) == 0) {
            length--;
        }
        return true;
    }

    /** Where the next {@code 00 00 01} starts, or the end. */
    private int startCode(int from) {
        int i = from;
        while (i + START_CODE_SIZE <= end) {
            int third = buffer.getByte(i + 2);
            if (third == 1 && buffer.getByte(i) == 0 && buffer.getByte(i + 1) == 0) {
                return i;
            }
            // A third byte that is no zero can stand nowhere but last in a start code.
            i += third == 0 ? 1 : START_CODE_SIZE;
        }
        return end;
    }
}
