package dev.sluice.webrtc;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.dtls.DtlsRole;
import dev.sluice.webrtc.dtls.Fingerprint;
import dev.sluice.webrtc.ice.IceCredentials;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;

/**
 * One peer's encrypted path: plaintext RTP and RTCP in and out, ICE, DTLS and SRTP inside. Everything but
 * {@link #loop()} and {@link #localCredentials()} is called on its loop, and its listener is called there.
 */
public interface PeerTransport {
    /** The event loop it keeps for life. */
    EventLoop loop();

    /** Our ufrag and password, for the answer. */
    IceCredentials localCredentials();

    /**
     * ICE restart (RFC 8445 2.4): from now on checks under new credentials count; the peer is sent to where it was until one
     * of them came. The DTLS association and its keys stay.
     *
     * @param remote the peer's new ufrag and password
     * @return ours, for the answer
     * @throws ProtocolException SESSION_UNKNOWN when it has ended meanwhile
     */
    IceCredentials restart(IceCredentials remote);

    /** Whether keys are agreed and packets flow. */
    boolean connected();

    /** A buffer for one packet of {@code plainBytes}, with room behind it for the authentication tag. */
    ByteBuf allocate(int plainBytes);

    /**
     * Protects the packet in place and queues it until {@link #flush()}; ownership is taken. Without a connection, or
     * when the peer's queue is full, it is dropped and counted. The same packet written twice leaves as the same bytes,
     * whatever was sent in between, as long as its sequence number is less than 32,768 behind the highest.
     *
     * @param packet RTP, from {@link #allocate(int)}
     */
    void writeRtp(ByteBuf packet);

    /**
     * As {@link #writeRtp}, for RTCP.
     *
     * @param packet a compound or reduced-size RTCP packet, from {@link #allocate(int)}
     */
    void writeRtcp(ByteBuf packet);

    /**
     * Whether the peer's path takes more. False while a TCP connection's peer doesn't keep up, and while there is no path
     * at all: what is written then is dropped and counted. A peer on UDP can't block.
     */
    boolean writable();

    /** Sends what is queued, together with what other peers of this loop flush in the same task. Cheap if nothing is. */
    void flush();

    /** Says goodbye (close_notify) and forgets the peer. Idempotent; {@link Listener#onClosed} is not called for it. */
    void close();

    /** What the peer told us in its SDP. */
    record Remote(IceCredentials credentials, Fingerprint fingerprint, DtlsRole localRole) {}

    /** Called on the transport's loop. Buffers are borrowed, readable over exactly the plaintext. */
    interface Listener {
        /** Keys are agreed: packets can be written now. */
        void onConnected();

        /** @param packet RTP; copy what is kept longer, its memory is shared with other datagrams of the same read */
        void onRtp(ByteBuf packet);

        /** @param packet compound RTCP */
        void onRtcp(ByteBuf packet);

        /** It ended by itself or by the peer's doing; called once, at last. */
        void onClosed(StableCode code, String reason);
    }
}
