package dev.sluice.webrtc.sdp.grammar;

/** {@code a=extmap} (RFC 8285): the header extension {@code uri} travels under {@code id}. */
public record Extmap(int id, String uri) {
    /** RFC 9143 14.4 */
    public static final String MID = "urn:ietf:params:rtp-hdrext:sdes:mid";
    /** RFC 8852 3.1 */
    public static final String RID = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";
    /** RFC 8852 3.2 */
    public static final String REPAIRED_RID = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";
    /** draft-holmer-rmcat-transport-wide-cc-extensions-01 2 */
    public static final String TRANSPORT_SEQUENCE = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";

    /** RFC 8285 4.2: ids above 14 need the two-byte form. */
    public boolean oneByte() {
        return id >= 1 && id <= 14;
    }
}
