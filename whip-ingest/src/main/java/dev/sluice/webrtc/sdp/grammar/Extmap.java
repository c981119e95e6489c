package dev.sluice.webrtc.sdp.grammar;

/** {@code a=extmap} (RFC 8285): the header extension {@code uri} travels under {@code id}. */
public record Extmap(int id, String uri) {
    public static final String MID = "urn:ietf:params:rtp-hdrext:sdes:mid";

    /** RFC 8285 4.2: ids above 14 need the two-byte form. */
    public boolean oneByte() {
        return id >= 1 && id <= 14;
    }
}
