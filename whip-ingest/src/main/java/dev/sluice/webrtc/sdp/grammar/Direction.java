package dev.sluice.webrtc.sdp.grammar;

import java.util.Locale;

/** The direction attributes of RFC 8866 6.7, seen from whoever wrote them. */
public enum Direction {
    SENDRECV, SENDONLY, RECVONLY, INACTIVE;

    /** The attribute's name. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean receives() {
        return this == SENDRECV || this == RECVONLY;
    }

    public boolean sends() {
        return this == SENDRECV || this == SENDONLY;
    }
}
