/**
 * Offer and answer. The text of a POST becomes an Offer, which is checked for what the transport needs; a PlayNegotiation
 * chooses the codecs against what the anchor sends and gives the NegotiatedMedia a sender works by, a PublishNegotiation
 * gives the ReceivedMedia a receiver works by; AnswerWriter makes the answer of either, as soon as the transport has its
 * credentials. The text itself is read and written in {@code grammar}.
 */
@NullMarked
package dev.sluice.webrtc.sdp;

import org.jspecify.annotations.NullMarked;
