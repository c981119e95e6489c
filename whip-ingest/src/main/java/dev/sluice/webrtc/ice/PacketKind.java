package dev.sluice.webrtc.ice;

import io.netty.buffer.ByteBuf;

/** What a datagram on the shared port is, by its first two bytes (RFC 7983 7, RFC 5761 4). */
public enum PacketKind {
    STUN, DTLS, RTP, RTCP, UNKNOWN;

    private static final int RTCP_FIRST = 64;
    private static final int RTCP_LAST = 95;

    /** Looks at the readable bytes; the buffer's indices stay. */
    public static PacketKind of(ByteBuf datagram) {
        if (datagram.readableBytes() < 2) {
            return UNKNOWN;
        }
        int first = datagram.getUnsignedByte(datagram.readerIndex());
        if (first <= 3) {
            return STUN;
        }
        if (first >= 20 && first <= 63) {
            return DTLS;
        }
        if (first < 128 || first > 191) {
            return UNKNOWN;
        }
        // RFC 5761 4: with the marker bit masked, payload types 64..95 are RTCP's packet types 192..223.
        int type = datagram.getUnsignedByte(datagram.readerIndex() + 1) & 0x7f;
        return type >= RTCP_FIRST && type <= RTCP_LAST ? RTCP : RTP;
    }
}
