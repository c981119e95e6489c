package dev.sluice.webrtc.sdp.grammar;

import java.util.List;
import java.util.Optional;

/**
 * What {@code a=rtpmap}, {@code a=fmtp} and {@code a=rtcp-fb} say of one payload type.
 *
 * @param payloadType 0..127
 * @param encoding name as written; compare without regard to case
 * @param clockRate Hz
 * @param channels 1 where the line does not say
 * @param fmtp the format's parameters as written, or empty
 * @param feedback the values after the payload type, those for {@code *} included
 */
public record PayloadFormat(int payloadType, String encoding, int clockRate, int channels, String fmtp,
        List<String> feedback) {
    public PayloadFormat {
        feedback = List.copyOf(feedback);
    }

    public boolean is(String name, int clock) {
        return encoding.equalsIgnoreCase(name) && clockRate == clock;
    }

    /** The value of one {@code name=value} of the parameters. */
    public Optional<String> parameter(String name) {
        for (String part : fmtp.split(";", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0 && part.substring(0, equals).strip().equalsIgnoreCase(name)) {
                return Optional.of(part.substring(equals + 1).strip());
            }
        }
        return Optional.empty();
    }
}
