/**
 * Frames out as RTP. A track's frame comes to its loop's {@link dev.sluice.webrtc.rtp.RtpFeed} once: it lists the frame's
 * payloads for all viewers and keeps them in a ring. Each viewer's {@link dev.sluice.webrtc.rtp.RtpSender} copies them behind
 * its own headers into buffers of its {@link dev.sluice.webrtc.rtp.RtpSink}, and answers NACKs from the ring by what it
 * remembers of each packet sent. The bytes themselves are the business of {@code .wire} and {@code .payload}.
 */
@NullMarked
package dev.sluice.webrtc.rtp;

import org.jspecify.annotations.NullMarked;
