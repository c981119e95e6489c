package dev.sluice.webrtc.srtp;

import io.netty.buffer.ByteBuf;

/**
 * Protects what we send to one peer, in place. Used by one event loop.
 *
 * <p>Protecting the same RTP packet again gives the same bytes, whatever was protected in between, as long as its sequence
 * number is less than 32,768 behind the highest of its SSRC (RFC 3711 3.3.1 can't tell older ones from newer ones).
 */
public interface SrtpProtector {
    /**
     * @param packet one whole RTP packet, at least {@link SrtpProfile#MAX_EXPANSION} bytes writable behind it; borrowed,
     *        grows by the tag
     */
    void protectRtp(ByteBuf packet);

    /** As {@link #protectRtp}, for a compound RTCP packet; each call uses the next SRTCP index. */
    void protectRtcp(ByteBuf packet);
}
