/**
 * The WebRTC transport: one port for all peers, and between it and the peers' media ICE, DTLS and SRTP.
 *
 * <p>In: {@link dev.sluice.webrtc.UdpSocket} reads a datagram, asks {@link dev.sluice.webrtc.SessionTable} whose it is
 * (STUN by ufrag, everything else by an address that passed an authenticated check) and gives it to that
 * {@link dev.sluice.webrtc.PeerSession} on the session's own event loop, which answers the check, feeds DTLS, or
 * decrypts and hands RTP and RTCP to its listener. A connection to the TCP port of the same number, which
 * {@link dev.sluice.webrtc.TcpAcceptor} takes and {@link dev.sluice.webrtc.TcpConnection} cuts into packets, moves to that
 * loop with its first check and feeds the session in the same way. Out: {@link dev.sluice.webrtc.Outbound} protects
 * plaintext packets in place; they wait in {@link dev.sluice.webrtc.SendQueue} until the frame is complete and leave in
 * one batch, by the socket of that loop or the peer's connection.
 */
@NullMarked
package dev.sluice.webrtc;

import org.jspecify.annotations.NullMarked;
