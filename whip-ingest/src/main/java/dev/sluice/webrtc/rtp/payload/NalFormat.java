package dev.sluice.webrtc.rtp.payload;

import io.netty.buffer.ByteBuf;

/**
 * The header of NAL units, which is that of the packets too, and the two types that make a packet more than one NAL
 * unit. RFC 6184 and RFC 7798 differ in nothing else that matters here:
 *
 * <pre>
 *  H.264: | F 1 | NRI 2 | Type 5 |          HEVC: | F 1 | Type 6 | LayerId 6 | TID 3 |
 *
 *  aggregation: | header | { size 16, NAL unit } |
 *  fragment:    | header | S 1, E 1, type of the NAL unit | piece without the NAL unit's header |
 * </pre>
 */
enum NalFormat {
    /** STAP-A and FU-A, RFC 6184 5.2. */
    H264(1, 0, 0x1f, 24, 28),
    /** AP and FU without DONL, RFC 7798 4.4. */
    HEVC(2, 9, 0x3f, 48, 49);

    /** Of the FU header. */
    static final int START = 0x80;
    static final int END = 0x40;
    /** The size before each NAL unit of an aggregation. */
    static final int SIZE_BYTES = 2;

    private final int headerBytes;
    private final int typeShift;
    private final int typeMask;
    private final int aggregation;
    private final int fragment;

    NalFormat(int headerBytes, int typeShift, int typeMask, int aggregation, int fragment) {
        this.headerBytes = headerBytes;
        this.typeShift = typeShift;
        this.typeMask = typeMask;
        this.aggregation = aggregation;
        this.fragment = fragment;
    }

    int headerBytes() {
        return headerBytes;
    }

    /** Bytes of a fragment's header and FU header. */
    int fragmentHead() {
        return headerBytes + 1;
    }

    /** Type of the packet that holds several NAL units. */
    int aggregation() {
        return aggregation;
    }

    /** Type of the packet that holds a piece of one. */
    int fragment() {
        return fragment;
    }

    /** The header that stands at {@code index}. */
    int header(ByteBuf buffer, int index) {
        return headerBytes == 1 ? buffer.getUnsignedByte(index) : buffer.getUnsignedShort(index);
    }

    int type(int header) {
        return header >> typeShift & typeMask;
    }

    /** The header with another type; what is more in {@code type} is left out, as it is of an FU header. */
    int withType(int header, int type) {
        return (header & ~(typeMask << typeShift)) | ((type & typeMask) << typeShift);
    }

    /** Appends a header. */
    void write(int header, ByteBuf out) {
        if (headerBytes == 1) {
            out.writeByte(header);
        } else {
            out.writeShort(header);
        }
    }
}
