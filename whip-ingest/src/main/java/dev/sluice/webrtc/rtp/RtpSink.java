package dev.sluice.webrtc.rtp;

import io.netty.buffer.ByteBuf;

/** Where a sender's plaintext packets go: one peer's encrypted path. Used on the peer's loop. */
public interface RtpSink {
    /** A buffer for one packet of at most {@code plainBytes}. */
    ByteBuf allocate(int plainBytes);

    /** Queues an RTP packet until {@link #flush()}; ownership is taken. */
    void writeRtp(ByteBuf packet);

    /** Queues an RTCP packet until {@link #flush()}; ownership is taken. */
    void writeRtcp(ByteBuf packet);

    /** Sends what is queued. */
    void flush();
}
