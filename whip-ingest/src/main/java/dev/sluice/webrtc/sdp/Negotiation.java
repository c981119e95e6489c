package dev.sluice.webrtc.sdp;

import dev.sluice.webrtc.sdp.grammar.MediaDescription;
import java.util.List;

/** What an offer came to: the offer, and of the answer all but the transport. */
public sealed interface Negotiation permits PlayNegotiation, PublishNegotiation {
    Offer offer();

    /** RFC 9429 5.2.1: a number below 2^63, at random. */
    long sessionId();

    /** The accepted sections in the offer's order, at least one, each with its offered section's mid. */
    List<MediaDescription> sections();
}
