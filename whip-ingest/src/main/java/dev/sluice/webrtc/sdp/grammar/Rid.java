package dev.sluice.webrtc.sdp.grammar;

/**
 * {@code a=rid} (RFC 8851): one encoding of a section.
 *
 * @param direction send or recv, as whoever wrote it sees it
 * @param restrictions what follows the direction, or empty
 */
public record Rid(String id, String direction, String restrictions) {
    public static final String SEND = "send";
    public static final String RECV = "recv";
}
