/**
 * RTP payload formats. Out: a {@link dev.sluice.webrtc.rtp.payload.Packetizer} lists a frame's packets as descriptors in
 * a {@link dev.sluice.webrtc.rtp.payload.PayloadList}, from which a sender copies each packet's payload behind its own
 * header. In: a {@link dev.sluice.webrtc.rtp.payload.Depacketizer} copies the payloads of a frame into one buffer, which it
 * gives away, and lifts the configuration out of them. Pure: no channel, no clock, no session.
 */
@NullMarked
package dev.sluice.webrtc.rtp.payload;

import org.jspecify.annotations.NullMarked;
