/**
 * What the HTTP resources of WebRTC sessions share, WHEP and WHIP alike. WellFormedAddress and Cors say who may ask; an
 * Endpoint routes a request; RoomAddress, BearerToken, SdpExchange and IfMatch read it. What a POST opens stands in
 * Sessions until it ends, and for a minute longer in EndedSessions; a SessionResource answers DELETE and PATCH, which
 * reaches the IceSession. Problem answers what is refused.
 */
@NullMarked
package dev.sluice.webrtc.http;

import org.jspecify.annotations.NullMarked;
