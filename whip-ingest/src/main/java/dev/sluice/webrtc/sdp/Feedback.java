package dev.sluice.webrtc.sdp;

import java.util.Arrays;
import java.util.Optional;

/** RTCP feedback of {@code a=rtcp-fb} (RFC 4585, RFC 5104) that the relay takes from a viewer and gives a publisher. */
public enum Feedback {
    GOOG_REMB("goog-remb"), TRANSPORT_CC("transport-cc"), CCM_FIR("ccm fir"), NACK("nack"), NACK_PLI("nack pli");

    private final String text;

    Feedback(String text) {
        this.text = text;
    }

    /** The attribute's value after the payload type. */
    public String text() {
        return text;
    }

    public static Optional<Feedback> of(String text) {
        return Arrays.stream(values()).filter(f -> f.text.equals(text)).findFirst();
    }
}
