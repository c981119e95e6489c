package dev.sluice.webrtc.rtp.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A cursor over one RTP packet (RFC 3550 5.1). Borrows the buffer until the next {@link #read} and leaves its indices
 * alone; what it tells are absolute indices. One object serves a session for all its packets, on one thread.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * |                           timestamp                           |
 * |           synchronization source (SSRC) identifier            |
 * |            contributing source (CSRC) identifiers ...         |
 * |      defined by profile       |           length              |
 * |                        header extension ...                   |
 * </pre>
 */
public final class RtpReader {
    /** Bytes of a header without contributing sources and extensions. */
    public static final int FIXED_SIZE = 12;
    static final int VERSION = 2;
    static final int VERSION_SHIFT = 6;
    static final int EXTENSION_BIT = 0x10;
    static final int MARKER_BIT = 0x80;
    private static final int PADDING_BIT = 0x20;
    private static final int WORD = 4;

    private ByteBuf packet = Unpooled.EMPTY_BUFFER;
    private int start;
    private int extensionIndex;
    private int extensionEnd;
    private int payloadIndex;
    private int payloadEnd;
    private int elementIndex;
    private int elementLength;

    /** Starts over the readable bytes. False where they are no RTP packet; then nothing else may be asked. */
    public boolean read(ByteBuf over) {
        packet = over;
        start = over.readerIndex();
        payloadEnd = over.writerIndex();
        if (payloadEnd - start < FIXED_SIZE || first() >> VERSION_SHIFT != VERSION) {
            return false;
        }
        payloadIndex = start + FIXED_SIZE + WORD * (first() & 0x0f);
        extensionIndex = payloadIndex;
        extensionEnd = payloadIndex;
        return readExtension() && readPadding();
    }

    private boolean readExtension() {
        if ((first() & EXTENSION_BIT) == 0) {
            return payloadIndex <= payloadEnd;
        }
        if (payloadIndex + WORD > payloadEnd) {
            return false;
        }
        boolean oneByte = packet.getUnsignedShort(payloadIndex) == HeaderExtensions.ONE_BYTE_PROFILE;
        int words = packet.getUnsignedShort(payloadIndex + 2);
        extensionIndex = payloadIndex + WORD;
        payloadIndex = extensionIndex + WORD * words;
        // The two-byte form is never negotiated (a=extmap-allow-mixed is not answered): passed over, unread.
        extensionEnd = oneByte ? payloadIndex : extensionIndex;
        return payloadIndex <= payloadEnd;
    }

    private boolean readPadding() {
        if ((first() & PADDING_BIT) == 0) {
            return true;
        }
        if (payloadEnd == payloadIndex) {
            return false;
        }
        int padding = packet.getUnsignedByte(payloadEnd - 1);
        payloadEnd -= padding;
        return padding != 0 && payloadEnd >= payloadIndex;
    }

    private int first() {
        return packet.getUnsignedByte(start);
    }

    public boolean marker() {
        return (packet.getByte(start + 1) & MARKER_BIT) != 0;
    }

    /** 0..127. */
    public int payloadType() {
        return packet.getByte(start + 1) & 0x7f;
    }

    /** 0..65535. */
    public int sequence() {
        return packet.getUnsignedShort(start + 2);
    }

    /** 32 bits, unsigned. */
    public long timestamp() {
        return packet.getUnsignedInt(start + 4);
    }

    /** 32 bits, unsigned. */
    public long ssrc() {
        return packet.getUnsignedInt(start + 8);
    }

    public int payloadIndex() {
        return payloadIndex;
    }

    /** Bytes of payload, without padding; may be 0. */
    public int payloadLength() {
        return payloadEnd - payloadIndex;
    }

    /**
     * Finds an element of the one-byte header extension (RFC 8285 4.2).
     *
     * @param id 1..14
     * @return whether it is there; then {@link #elementIndex()} and {@link #elementLength()} say where
     */
    public boolean findElement(int id) {
        int at = extensionIndex;
        while (at < extensionEnd) {
            int head = packet.getUnsignedByte(at);
            int found = head >> 4;
            if (found == HeaderExtensions.RESERVED_ID) {
                return false;
            }
            elementIndex = at + 1;
            elementLength = (head & 0x0f) + 1;
            // A zero byte is padding, not an element of one byte.
            at = found == 0 ? elementIndex : elementIndex + elementLength;
            if (found == id && at <= extensionEnd) {
                return true;
            }
        }
        return false;
    }

    public int elementIndex() {
        return elementIndex;
    }

    /** 1..16. */
    public int elementLength() {
        return elementLength;
    }
}
