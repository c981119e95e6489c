package dev.sluice.webrtc.rtp.wire;

import java.nio.charset.StandardCharsets;

/** The header extension block that every packet of a stream carries, in RFC 8285's one-byte form. */
public final class HeaderExtensions {
    /** RFC 8285 4.2: "defined by profile" of the one-byte form. */
    static final int ONE_BYTE_PROFILE = 0xbede;
    /** An id that ends the reading. */
    static final int RESERVED_ID = 15;
    /** Bytes of elements at most, padding included; packetizers leave this much room, and 4 bytes for the head. */
    public static final int MAX_ELEMENTS = 16;
    private static final int HEAD = 4;
    private static final byte[] NONE = {};

    private HeaderExtensions() {}

    /**
     * The block for a stream whose packets name their media section (RFC 9143 15, urn:ietf:params:rtp-hdrext:sdes:mid).
     *
     * @param id negotiated, 1..14; anything else: not negotiated
     * @return empty where nothing was negotiated or the name is too long for the room that packetizers leave
     */
    public static byte[] mid(int id, String mid) {
        byte[] value = mid.getBytes(StandardCharsets.UTF_8);
        if (id < 1 || id >= RESERVED_ID || value.length == 0 || 1 + value.length > MAX_ELEMENTS) {
            return NONE;
        }
        int words = Math.ceilDiv(1 + value.length, 4);
        byte[] block = new byte[HEAD + 4 * words];
        block[0] = (byte) (ONE_BYTE_PROFILE >> 8);
        block[1] = (byte) ONE_BYTE_PROFILE;
        block[3] = (byte) words;
        block[HEAD] = (byte) (id << 4 | value.length - 1);
        System.arraycopy(value, 0, block, HEAD + 1, value.length);
        return block;
    }

    /** Bytes that the largest block takes. */
    public static int maxSize() {
        return HEAD + MAX_ELEMENTS;
    }
}
