/**
 * SDP (RFC 8866) as WebRTC uses it, both ways and pure: text goes through SdpReader into a SessionDescription of
 * MediaDescriptions, and SdpWriter makes the text of one. What the relay has no use for is left out of the records. The
 * pieces that a PATCH carries (RFC 8840) are SdpFragments.
 */
@NullMarked
package dev.sluice.webrtc.sdp.grammar;

import org.jspecify.annotations.NullMarked;
