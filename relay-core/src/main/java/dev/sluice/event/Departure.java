package dev.sluice.event;

import dev.sluice.runtime.StableCode;

/** How somebody left a room, with the cloud's number for it (104, Reason). */
public enum Departure {
    /** It said so, or what it played is over. */
    GOODBYE(1),
    /** Its connection was lost. */
    LOST(2),
    /** We parted with it. */
    CLOSED(3),
    /** The relay shuts down. */
    SHUTDOWN(5);

    private final int reason;

    Departure(int reason) {
        this.reason = reason;
    }

    public int reason() {
        return reason;
    }

    /** Of a connection that ended for this reason and does not come back. */
    public static Departure of(StableCode code) {
        return switch (code) {
            case DRAINING -> SHUTDOWN;
            case PEER_CLOSED, STOPPED, SOURCE_ENDED, MAX_DURATION, IDLE_TIMEOUT, PAUSED_TOO_LONG -> GOODBYE;
            case ICE_TIMEOUT, DTLS_FAILED, SOURCE_UNREACHABLE, SOURCE_STALLED, RETRIES_USED_UP -> LOST;
            default -> CLOSED;
        };
    }

    /** This, unless the relay shuts down. */
    public Departure unlessDraining(StableCode code) {
        return code == StableCode.DRAINING ? SHUTDOWN : this;
    }
}
