/**
 * RTP and RTCP as bytes. In: a decrypted datagram goes to {@link dev.sluice.webrtc.rtp.wire.RtpReader}, a cursor over one
 * packet, or to {@link dev.sluice.webrtc.rtp.wire.RtcpReader}, which tells the {@link dev.sluice.webrtc.rtp.wire.RtcpPacket}
 * records of a compound packet. Out: {@link dev.sluice.webrtc.rtp.wire.RtpHeaderWriter} puts a header before a payload,
 * {@link dev.sluice.webrtc.rtp.wire.RtcpWriter} writes records,
 * {@link dev.sluice.webrtc.rtp.wire.TransportFeedbackWriter} the one kind of feedback that is too long for a record.
 * Pure: no channel, no clock, no state of a session.
 */
@NullMarked
package dev.sluice.webrtc.rtp.wire;

import org.jspecify.annotations.NullMarked;
