package dev.sluice.webrtc;

/** Why an ICE-TCP connection was closed before it belonged to a session, or for breaking the framing. */
enum TcpRefusal {
    /** {@code limits.connections} are open. */
    CONNECTIONS,
    /** {@code limits.connectionsPerAddress} of its address are open. */
    CONNECTIONS_PER_ADDRESS,
    /** {@code limits.handshakesHalfOpen} connections have proven nothing yet. */
    HALF_OPEN,
    /** Its first frame is no check for a session of ours, or is not authentic. */
    UNKNOWN_PEER,
    /** No valid check in time. */
    NO_CHECK,
    /** A frame longer than any packet. */
    FRAME_TOO_LONG
}
