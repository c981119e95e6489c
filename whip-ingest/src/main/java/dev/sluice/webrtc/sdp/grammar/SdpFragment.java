package dev.sluice.webrtc.sdp.grammar;

import dev.sluice.runtime.ProtocolException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a trickle or an ICE restart, {@code application/trickle-ice-sdpfrag} (RFC 8840 9).
 *
 * @param iceUfrag of the session, or of the first section that has one, whose own wins; null: not said
 * @param icePwd likewise
 * @param iceLite {@code a=ice-lite}
 * @param kind of the section that the candidates belong to: audio, video; null where there is none
 * @param mid of that section
 * @param candidates the values of {@code a=candidate}, of all sections
 */
public record SdpFragment(@Nullable String iceUfrag, @Nullable String icePwd, boolean iceLite, @Nullable String kind,
        @Nullable String mid, List<String> candidates, boolean endOfCandidates) {
    public static final String MEDIA_TYPE = "application/trickle-ice-sdpfrag";

    public SdpFragment {
        candidates = List.copyOf(candidates);
    }

    /**
     * @return the fragment, within {@link SdpLimits}
     * @throws ProtocolException SDP_INVALID, with the found and the expected; the password is never shown
     */
    public static SdpFragment read(String text) {
        return SdpFragmentReader.read(text);
    }

    /** What {@link #read} reads back into an equal one. */
    public String write() {
        var out = new StringBuilder();
        line(out, "a=ice-lite", iceLite ? "" : null);
        line(out, "a=ice-ufrag:", iceUfrag);
        line(out, "a=ice-pwd:", icePwd);
        // RFC 8840 9.2: a pseudo section, of which only the kind means something.
        line(out, "m=", kind == null ? null : kind + " 9 RTP/AVP 0");
        line(out, "a=mid:", mid);
        candidates.forEach(candidate -> line(out, "a=candidate:", candidate));
        line(out, "a=end-of-candidates", endOfCandidates ? "" : null);
        return out.toString();
    }

    private static void line(StringBuilder out, String start, @Nullable String value) {
        if (value != null) {
            out.append(start).append(value).append("\r\n");
        }
    }

    /** Without the password and its ufrag. */
    @Override
    public String toString() {
        return "SdpFragment[" + mid + ", " + candidates.size() + " candidates]";
    }
}
