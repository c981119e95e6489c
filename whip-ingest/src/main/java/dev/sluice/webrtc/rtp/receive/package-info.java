/**
 * RTP in as frames. A publisher's packets come to its {@link dev.sluice.webrtc.rtp.receive.Receiver}, which finds each one's
 * stream by SSRC, MID, RID or payload type. A stream unwraps retransmissions, notes what is missing and asks for it, puts
 * packets in order, lets a depacketizer make frames of them and places these on the one time that the sender's streams share.
 * What goes back (NACK, PLI, FIR, receiver reports, transport-wide feedback) leaves through the
 * {@link dev.sluice.webrtc.rtp.RtpSink}; {@link dev.sluice.webrtc.rtp.receive.StreamStats} tells how it went. Everything lives on the transport's loop; time is an argument.
 */
@NullMarked
package dev.sluice.webrtc.rtp.receive;

import org.jspecify.annotations.NullMarked;
