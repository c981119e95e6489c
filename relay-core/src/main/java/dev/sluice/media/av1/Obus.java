package dev.sluice.media.av1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A cursor over the OBUs of a temporal unit (AV1 specification 5.3). Set on a run of bytes with {@link #over}, then
 * {@code while (obus.next())}. Borrows the buffer and leaves its indices alone; what it tells are absolute indices. One
 * object serves a session for all its frames, on one thread.
 *
 * <pre>
 * |0| type  |X|S|-|
 * | TID |SID|- - -|   extension, where X is 1
 * |obu_size ...       leb128, where S is 1; without it the OBU reaches to the end
 * |payload ...
 * </pre>
 */
public final class Obus {
    /** obu_has_size_field. */
    public static final int HAS_SIZE = 0x02;
    private static final int FORBIDDEN = 0x80;
    private static final int EXTENDED = 0x04;
    private static final int TYPE_SHIFT = 3;
    private static final int TYPE = 0x0f;
    private static final int SHOW_EXISTING_FRAME = 0x80;
    private static final int FRAME_TYPE_AND_SHOW = 0x70;
    private static final int KEY_FRAME_SHOWN = 0x10;

    private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
    private int position;
    private int end;
    private int index;
    private int header;
    private int payloadIndex;
    private boolean malformed;

    /** Starts over {@code length} bytes at {@code from}. */
    public Obus over(ByteBuf over, int from, int length) {
        buffer = over;
        position = from;
        end = from + length;
        malformed = false;
        return this;
    }

    /** Starts over the readable bytes. */
    public Obus over(ByteBuf over) {
        return over(over, over.readerIndex(), over.readableBytes());
    }

    /** Moves on to the next OBU; false at the end and when the rest is {@link #malformed()}. */
    public boolean next() {
        if (malformed || position >= end) {
            return false;
        }
        index = position;
        header = buffer.getUnsignedByte(index);
        int sizeIndex = index + headerLength();
        long next = (header & HAS_SIZE) == 0 ? unsized(sizeIndex) : sized(sizeIndex);
        malformed = (header & FORBIDDEN) != 0 || payloadIndex > end || next > end;
        position = malformed ? end : (int) next;
        return !malformed;
    }

    private long unsized(int from) {
        payloadIndex = from;
        return end;
    }

    private long sized(int from) {
        int bytes = Leb128.bytes(buffer, from, end);
        payloadIndex = from + bytes;
        return bytes == 0 ? Long.MAX_VALUE : payloadIndex + Leb128.value(buffer, from, bytes);
    }

    /** Whether the bytes did not divide into whole OBUs. */
    public boolean malformed() {
        return malformed;
    }

    /** Where the OBU's header stands. */
    public int index() {
        return index;
    }

    /** The first byte of the header. */
    public int header() {
        return header;
    }

    /** Whether the header has a second byte, that names the layer. */
    public boolean extended() {
        return (header & EXTENDED) != 0;
    }

    /** Bytes of the header: 1 or 2. */
    public int headerLength() {
        return extended() ? 2 : 1;
    }

    /** obu_type. */
    public int type() {
        return header >> TYPE_SHIFT & TYPE;
    }

    /** Where the payload stands, behind header and size. */
    public int payloadIndex() {
        return payloadIndex;
    }

    /** Bytes of the payload. */
    public int payloadLength() {
        return position - payloadIndex;
    }

    /** Whether it has a frame header that stands for itself. */
    public boolean startsFrame() {
        return type() == ObuType.FRAME || type() == ObuType.FRAME_HEADER;
    }

    /**
     * Whether it {@link #startsFrame()} and that frame is a shown key frame (AV1 specification 5.9.2: show_existing_frame,
     * frame_type in two bits, show_frame), of a sequence without reduced_still_picture_header.
     */
    public boolean startsKeyFrame() {
        if (!startsFrame() || payloadLength() == 0) {
            return false;
        }
        int first = buffer.getByte(payloadIndex);
        return (first & (SHOW_EXISTING_FRAME | FRAME_TYPE_AND_SHOW)) == KEY_FRAME_SHOWN;
    }
}
