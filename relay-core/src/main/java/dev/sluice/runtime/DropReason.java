package dev.sluice.runtime;

/** Why a packet or a frame was not carried. Each is a metric label, none is an exception. */
public enum DropReason {
    /** A subscriber's queue was full: frames are dropped up to the next key frame. */
    QUEUE_FULL,
    /** A viewer that sends no receiver reports gets no video. */
    NO_REPORTS,
    /** A slow viewer gets no video, or key frames only. */
    VIEWER_SLOW,
    /** Datagram that is no STUN, DTLS, RTP or RTCP, or belongs to no session. */
    UNKNOWN_PEER,
    /** STUN without a valid MESSAGE-INTEGRITY, or malformed. */
    STUN_INVALID,
    /** DTLS from an address that has passed no authenticated ICE check. */
    DTLS_UNVERIFIED,
    /** SRTP or SRTCP that does not authenticate. */
    SRTP_AUTH,
    /** SRTP or SRTCP that was seen before or is too old. */
    SRTP_REPLAY,
    /** RTP or RTCP that does not parse. */
    RTP_MALFORMED,
    /** RTP that no accepted media section has to do with. */
    RTP_UNKNOWN,
    /** A resend asked for a packet that is no longer (or never was) in the ring. */
    NACK_UNKNOWN,
    /** A viewer's budget of resends is spent. */
    NACK_BUDGET,
    /** A frame that its decoder or parser refused. */
    FRAME_INVALID
}
