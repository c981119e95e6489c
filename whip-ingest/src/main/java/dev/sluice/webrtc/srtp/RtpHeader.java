package dev.sluice.webrtc.srtp;

import io.netty.buffer.ByteBuf;

/** The fields of RTP and RTCP headers that SRTP looks at (RFC 3550 5.1, 6.4.1). Absolute reads, no indices moved. */
final class RtpHeader {
    static final int FIXED_BYTES = 12;
    /** First word and sender SSRC of an RTCP packet. */
    static final int RTCP_BYTES = 8;
    static final int SRTCP_INDEX_BYTES = 4;

    private RtpHeader() {}

    static int sequence(ByteBuf packet) {
        return packet.getUnsignedShort(packet.readerIndex() + 2);
    }

    static int ssrc(ByteBuf packet) {
        return packet.getInt(packet.readerIndex() + 8);
    }

    static int rtcpSsrc(ByteBuf packet) {
        return packet.getInt(packet.readerIndex() + 4);
    }

    /** Bytes of header, contributing sources and extension; -1 if the packet is shorter than {@code tail} more than that. */
    static int length(ByteBuf packet, int tail) {
        int size = packet.readableBytes() - tail;
        if (size < FIXED_BYTES) {
            return -1;
        }
        int first = packet.getUnsignedByte(packet.readerIndex());
        int length = FIXED_BYTES + 4 * (first & 0x0f);
        if ((first & 0x10) != 0) {
            if (size < length + 4) {
                return -1;
            }
            length += 4 + 4 * packet.getUnsignedShort(packet.readerIndex() + length + 2);
        }
        return size < length ? -1 : length;
    }

    static void write(byte[] out, int sequence, int ssrc) {
        out[0] = (byte) 0x80;
        out[1] = 0;
        out[2] = (byte) (sequence >> 8);
        out[3] = (byte) sequence;
        for (int i = 4; i < 8; i++) {
            out[i] = 0;
        }
        for (int i = 0; i < 4; i++) {
            out[8 + i] = (byte) (ssrc >> (24 - 8 * i));
        }
    }
}
