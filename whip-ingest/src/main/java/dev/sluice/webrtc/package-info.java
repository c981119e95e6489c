/**
 * The WebRTC transport: one UDP port for all peers, and between it and the peers' media ICE, DTLS and SRTP.
 *
 * <p>In: {@link dev.sluice.webrtc.UdpSocket} reads a datagram, asks {@link dev.sluice.webrtc.SessionTable} whose it is
 * (STUN by ufrag, everything else by an address that passed an authenticated check) and gives it to that
 * {@link dev.sluice.webrtc.PeerSession} on the session's own event loop, which answers the check, feeds DTLS, or
 * decrypts and hands RTP and RTCP to its listener. Out: plaintext packets are protected in place, wait in
 * {@link dev.sluice.webrtc.SendQueue} until the frame is complete and leave in one batch by the socket of that loop.
 */
@NullMarked
package dev.sluice.webrtc;

import org.jspecify.annotations.NullMarked;
