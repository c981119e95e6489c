package dev.sluice.webrtc.rtp.payload;

/** The aggregation header before AV1's OBU elements: {@code Z Y W W N - - -} (RTP Payload Format For AV1 4.4). */
final class Av1Aggregation {
    /** The first element continues the OBU of the packet before. */
    static final int Z = 0x80;
    /** The last element's OBU goes on in the next packet. */
    static final int Y = 0x40;
    /** Count of elements, the last of which has no length; 0: each has one. */
    static final int W = 0x30;
    static final int W_SHIFT = 4;
    /** A coded video sequence starts. */
    static final int N = 0x08;
    static final int SIZE = 1;

    private Av1Aggregation() {}
}
