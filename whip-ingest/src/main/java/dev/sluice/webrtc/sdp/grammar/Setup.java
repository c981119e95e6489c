package dev.sluice.webrtc.sdp.grammar;

import java.util.Locale;

/** {@code a=setup} (RFC 4145, RFC 8842): who sends the DTLS ClientHello. */
public enum Setup {
    /** The DTLS client. */
    ACTIVE,
    /** The DTLS server. */
    PASSIVE,
    /** In an offer: the answerer chooses. */
    ACTPASS, HOLDCONN;

    /** The attribute's value. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
