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

    /** Whether it keeps up; where it does not, what is written is queued without need, up to its bound. */
    default boolean writable() {
        return true;
    }

    /** Sends what is queued. */
    void flush();
}
