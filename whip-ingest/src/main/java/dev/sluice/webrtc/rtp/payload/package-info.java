/**
 * RTP payload formats: a {@link dev.sluice.webrtc.rtp.payload.Packetizer} lists a frame's packets as descriptors in a
 * {@link dev.sluice.webrtc.rtp.payload.PayloadList}, from which a sender copies each packet's payload behind its own header.
 * Pure: no channel, no clock, no session.
 */
@NullMarked
package dev.sluice.webrtc.rtp.payload;

import org.jspecify.annotations.NullMarked;
