package dev.sluice.webrtc.rtp.receive;

import dev.sluice.webrtc.rtp.wire.RtpHeaderWriter;
import dev.sluice.webrtc.rtp.wire.RtpReader;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Makes the original packet out of its retransmission (RFC 4588 4), for one media stream. */
final class RtxUnwrapper {
    /** The original sequence number (OSN). */
    private static final int OSN_SIZE = 2;
    private static final byte[] NO_EXTENSIONS = {};

    private final RtpHeaderWriter headers;

    /** @param ssrc of the media stream */
    RtxUnwrapper(long ssrc) {
        this.headers = new RtpHeaderWriter((int) ssrc, NO_EXTENSIONS);
    }

    /**
     * @param header has read the packet
     * @param packet the retransmission; borrowed
     * @param payloadType of the original
     * @return the original without its header extensions, the caller's own; null: there is none in it (libwebrtc probes
     *         with such packets)
     */
    @Nullable
    ByteBuf unwrap(RtpReader header, ByteBuf packet, int payloadType) {
        int length = header.payloadLength() - OSN_SIZE;
        if (length < 0) {
            return null;
        }
        int sequence = packet.getUnsignedShort(header.payloadIndex());
        var original = packet.alloc().buffer(headers.size() + length);
        headers.write(original, header.marker(), payloadType, sequence, (int) header.timestamp());
        return original.writeBytes(packet, header.payloadIndex() + OSN_SIZE, length);
    }
}
