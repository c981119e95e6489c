/**
 * Offer and answer. The text of a viewer's POST becomes a PlayOffer, which is checked for what the transport needs; a
 * PlayNegotiation chooses the codecs against what the anchor sends and gives the NegotiatedMedia a sender works by;
 * AnswerWriter makes the answer of it, as soon as the transport has its credentials. The text itself is read and
 * written in {@code grammar}.
 */
@NullMarked
package dev.sluice.webrtc.sdp;

import org.jspecify.annotations.NullMarked;
