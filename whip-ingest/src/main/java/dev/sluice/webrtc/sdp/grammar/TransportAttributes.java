package dev.sluice.webrtc.sdp.grammar;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a section or the session says of ICE (RFC 8839) and DTLS (RFC 8842); null and empty: nothing.
 *
 * @param fingerprints values of {@code a=fingerprint} (RFC 8122): algorithm, blank, hex pairs
 */
public record TransportAttributes(@Nullable String iceUfrag, @Nullable String icePwd, List<String> fingerprints,
        @Nullable Setup setup) {
    public static final TransportAttributes NONE = new TransportAttributes(null, null, List.of(), null);

    public TransportAttributes {
        fingerprints = List.copyOf(fingerprints);
    }

    /** These, and the other's where these are silent. Ufrag and password belong together. */
    public TransportAttributes or(TransportAttributes other) {
        boolean own = iceUfrag != null || icePwd != null;
        return new TransportAttributes(own ? iceUfrag : other.iceUfrag, own ? icePwd : other.icePwd,
                fingerprints.isEmpty() ? other.fingerprints : fingerprints, setup == null ? other.setup : setup);
    }

    /** Without the password and its ufrag. */
    @Override
    public String toString() {
        return "setup " + setup + ", " + fingerprints.size() + " fingerprints";
    }
}
