package dev.sluice.webrtc.sdp;

/**
 * Ids (1..14) of the one-byte header extensions that a publisher's packets carry; 0: not agreed.
 *
 * @param mid urn:ietf:params:rtp-hdrext:sdes:mid
 * @param rid urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id
 * @param repairedRid urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id
 * @param transportSequence http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
 */
public record ReceivedExtensions(int mid, int rid, int repairedRid, int transportSequence) {
    public static final ReceivedExtensions NONE = new ReceivedExtensions(0, 0, 0, 0);
}
