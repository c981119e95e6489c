/**
 * What the HTTP resources of WebRTC sessions share, WHEP and WHIP alike: WellFormedAddress and Cors say who may ask, BearerToken and
 * SdpExchange read a request, Problem answers what is refused.
 */
@NullMarked
package dev.sluice.webrtc.http;

import org.jspecify.annotations.NullMarked;
