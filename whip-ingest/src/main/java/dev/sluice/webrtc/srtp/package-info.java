/**
 * SRTP and SRTCP (RFC 3711, RFC 7714). {@link dev.sluice.webrtc.srtp.SrtpKeys}, exported by DTLS, make one
 * {@link dev.sluice.webrtc.srtp.SrtpProtector} for what we send and one {@link dev.sluice.webrtc.srtp.SrtpUnprotector} for
 * what the peer sends; both work in place on the packet's buffer, on the session's event loop.
 */
@NullMarked
package dev.sluice.webrtc.srtp;

import org.jspecify.annotations.NullMarked;
