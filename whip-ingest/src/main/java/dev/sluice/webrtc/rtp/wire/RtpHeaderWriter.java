package dev.sluice.webrtc.rtp.wire;

import io.netty.buffer.ByteBuf;

/**
 * Writes the RTP headers of one stream (one SSRC, one extension block). The same arguments give the same bytes, on which
 * plain resends rely.
 */
public final class RtpHeaderWriter {
    private static final int FIRST = RtpReader.VERSION << RtpReader.VERSION_SHIFT;

    private final int ssrc;
    private final byte[] extensions;
    private final int first;

    /** @param extensions from {@link HeaderExtensions}, may be empty; not copied */
    public RtpHeaderWriter(int ssrc, byte[] extensions) {
        this.ssrc = ssrc;
        this.extensions = extensions;
        this.first = extensions.length == 0 ? FIRST : FIRST | RtpReader.EXTENSION_BIT;
    }

    /** Bytes of each header. */
    public int size() {
        return RtpReader.FIXED_SIZE + extensions.length;
    }

    /** @param sequence its low 16 bits count */
    public void write(ByteBuf out, boolean marker, int payloadType, int sequence, int timestamp) {
        out.writeByte(first);
        out.writeByte(marker ? payloadType | RtpReader.MARKER_BIT : payloadType);
        out.writeShort(sequence);
        out.writeInt(timestamp);
        out.writeInt(ssrc);
        out.writeBytes(extensions);
    }
}
