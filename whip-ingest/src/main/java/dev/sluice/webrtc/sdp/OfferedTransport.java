package dev.sluice.webrtc.sdp;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.PeerTransport;
import dev.sluice.webrtc.dtls.DtlsRole;
import dev.sluice.webrtc.dtls.Fingerprint;
import dev.sluice.webrtc.ice.IceCredentials;
import dev.sluice.webrtc.sdp.grammar.MediaDescription;
import dev.sluice.webrtc.sdp.grammar.SessionDescription;
import dev.sluice.webrtc.sdp.grammar.Setup;
import dev.sluice.webrtc.sdp.grammar.TransportAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one transport under an offer's sections, or the error that names what is missing. Pure. */
final class OfferedTransport {
    private OfferedTransport() {}

    /**
     * @param media the sections that will be used
     * @throws ProtocolException SDP_INVALID
     */
    static PeerTransport.Remote of(SessionDescription description, List<MediaDescription> media) {
        var bundle = bundle(description);
        media.forEach(section -> check(section, bundle));
        var transport = attributes(description, media);
        return new PeerTransport.Remote(credentials(transport), fingerprint(transport.fingerprints()),
                role(transport.setup()));
    }

    private static List<String> bundle(SessionDescription description) {
        if (description.bundles().size() != 1) {
            throw invalid("a=group:BUNDLE lines", description.bundles().size(), "1");
        }
        return description.bundles().getFirst();
    }

    private static void check(MediaDescription section, List<String> bundle) {
        if (section.mid() == null || !bundle.contains(section.mid())) {
            throw invalid("section " + section.kind(), "outside of the BUNDLE group", "all media in it");
        }
        // RFC 9143 7.1.3: a bundle-only section leaves it to the tagged one.
        if (!section.rtcpMux() && !section.bundleOnly()) {
            throw invalid("section " + section.kind(), "no a=rtcp-mux", "a=rtcp-mux");
        }
    }

    /** RFC 9143 9: one transport for the group; a bundle-only section says nothing of its own. */
    private static TransportAttributes attributes(SessionDescription description, List<MediaDescription> media) {
        var transport = TransportAttributes.NONE;
        for (var section : media) {
            transport = transport.or(section.transport());
        }
        transport = transport.or(description.transport());
        for (var section : description.media()) {
            transport = transport.or(section.transport());
        }
        return transport;
    }

    private static IceCredentials credentials(TransportAttributes transport) {
        if (transport.iceUfrag() == null || transport.icePwd() == null) {
            throw invalid("ICE", "no a=ice-ufrag or no a=ice-pwd", "both");
        }
        try {
            return new IceCredentials(transport.iceUfrag(), transport.icePwd());
        } catch (IllegalArgumentException e) {
            throw new ProtocolException(StableCode.SDP_INVALID, String.valueOf(e.getMessage()));
        }
    }

    /** RFC 8122 5: several may stand there, of one certificate; the first that we can check is enough. */
    private static Fingerprint fingerprint(List<String> values) {
        var usable = values.stream().filter(OfferedTransport::supported).findFirst();
        try {
            return Fingerprint.parse(usable.orElseThrow(() -> invalid("a=fingerprint",
                    values.isEmpty() ? "none" : "only other algorithms", "sha-256, sha-384 or sha-512")));
        } catch (IllegalArgumentException _) {
            throw invalid("a=fingerprint", "a malformed value", "hex pairs with colons, as many as the digest has");
        }
    }

    private static boolean supported(String value) {
        return value.regionMatches(true, 0, "sha-256 ", 0, 8) || value.regionMatches(true, 0, "sha-384 ", 0, 8)
                || value.regionMatches(true, 0, "sha-512 ", 0, 8);
    }

    /** RFC 8842 5.3: we are the server unless the peer will be; RFC 4145 4: an offer that is silent is active. */
    private static DtlsRole role(@Nullable Setup setup) {
        if (setup == Setup.HOLDCONN) {
            throw invalid("a=setup", "holdconn", "actpass, active or passive");
        }
        return setup == Setup.PASSIVE ? DtlsRole.CLIENT : DtlsRole.SERVER;
    }

    static ProtocolException invalid(String what, Object found, String expected) {
        return ProtocolException.found(StableCode.SDP_INVALID, what, found, expected);
    }
}
