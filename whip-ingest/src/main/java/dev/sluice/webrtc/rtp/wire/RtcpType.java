package dev.sluice.webrtc.rtp.wire;

/** RTCP packet types, and formats of feedback (RFC 3550 12.1, RFC 4585 6, RFC 5104 4.3). */
final class RtcpType {
    static final int SENDER_REPORT = 200;
    static final int RECEIVER_REPORT = 201;
    static final int SOURCE_DESCRIPTION = 202;
    static final int GOODBYE = 203;
    static final int TRANSPORT_FEEDBACK = 205;
    static final int PAYLOAD_FEEDBACK = 206;
    static final int NACK = 1;
    static final int PICTURE_LOSS = 1;
    static final int FULL_INTRA_REQUEST = 4;
    static final int APPLICATION_LAYER = 15;
    /** "REMB". */
    static final int REMB = 0x52454d42;
    /** Of transport feedback: draft-holmer-rmcat-transport-wide-cc-extensions-01 3.1. */
    static final int TRANSPORT_WIDE = 15;
    static final int CNAME = 1;

    static final int HEADER_SIZE = 4;
    static final int BLOCK_SIZE = 24;
    /** NTP, RTP timestamp, packet and octet counts. */
    static final int SENDER_INFO_SIZE = 20;
    static final int MAX_COUNT = 31;
    static final int PADDING_BIT = 0x20;

    private RtcpType() {}
}
