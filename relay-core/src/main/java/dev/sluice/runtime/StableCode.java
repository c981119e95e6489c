package dev.sluice.runtime;

/**
 * Why something was refused or ended. The same word stands in the log, in protocol statuses, in the API, on the console
 * and in event records; users search for it, so a name never changes.
 */
public enum StableCode {
    B_FRAMES,
    CODEC_UNSUPPORTED,
    NO_KEYFRAME,
    GOP_TOO_LONG,
    TIMESTAMP_JUMP,
    TOKEN_MISSING,
    TOKEN_MALFORMED,
    TOKEN_EXPIRED,
    TOKEN_SIGNATURE,
    TOKEN_WRONG_USER,
    TOKEN_WRONG_APP,
    PRIVILEGE_MISSING,
    ROOM_INVALID,
    USER_INVALID,
    TAKEN_OVER,
    REMOVED,
    IDLE_TIMEOUT,
    PEER_CLOSED,
    ICE_TIMEOUT,
    DTLS_FAILED,
    PROTOCOL_ERROR,
    LIMIT_EXCEEDED,
    STOPPED,
    DRAINING,
    APP_UNKNOWN,
    SDP_INVALID,
    NOTHING_TO_PLAY,
    PLACE_TAKEN,
    SESSION_UNKNOWN,
    MEDIA_TYPE,
    INTERNAL
}
