package dev.sluice.webrtc.sdp;

import dev.sluice.media.MediaKind;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.PeerTransport;
import dev.sluice.webrtc.dtls.DtlsRole;
import dev.sluice.webrtc.dtls.Fingerprint;
import dev.sluice.webrtc.ice.IceCredentials;
import dev.sluice.webrtc.sdp.grammar.MediaDescription;
import dev.sluice.webrtc.sdp.grammar.SdpReader;
import dev.sluice.webrtc.sdp.grammar.SessionDescription;
import dev.sluice.webrtc.sdp.grammar.Setup;
import dev.sluice.webrtc.sdp.grammar.TransportAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An offer to watch that has all the transport needs: one BUNDLE group, rtcp-mux, ICE credentials, a fingerprint. Made
 * by {@link #read}; immutable.
 *
 * @param playable the audio and video sections that want to receive, in order; at least one
 * @param remote how the transport reaches the peer
 */
public record PlayOffer(SessionDescription description, List<MediaDescription> playable, PeerTransport.Remote remote) {
    /** RFC 5764 8 and RFC 7850 3: what an answer can repeat. */
    private static final Set<String> PROTOCOLS = Set.of("UDP/TLS/RTP/SAVPF", "TCP/TLS/RTP/SAVPF", "RTP/SAVPF");

    public PlayOffer {
        playable = List.copyOf(playable);
    }

    /** @throws ProtocolException SDP_INVALID, with the found and the expected */
    public static PlayOffer read(String sdp) {
        var description = SdpReader.read(sdp);
        if (description.iceLite()) {
            throw invalid("ICE", "a=ice-lite", "a full agent, because the relay is the lite side");
        }
        distinctMids(description);
        var receiving = description.media().stream().filter(PlayOffer::receiving).toList();
        if (receiving.isEmpty()) {
            throw invalid("media sections", "none that receives", "audio or video, recvonly or sendrecv");
        }
        var bundle = bundle(description);
        receiving.forEach(section -> check(section, bundle));
        return new PlayOffer(description, receiving, remote(transport(description, receiving)));
    }

    private static void distinctMids(SessionDescription description) {
        var seen = new HashSet<String>();
        for (var section : description.media()) {
            if (section.mid() != null && !seen.add(section.mid())) {
                throw invalid("a=mid", "'" + section.mid() + "' twice", "distinct mids");
            }
        }
    }

    private static boolean receiving(MediaDescription section) {
        return kind(section).isPresent() && section.active() && section.direction().receives()
                && PROTOCOLS.contains(section.protocol());
    }

    static Optional<MediaKind> kind(MediaDescription section) {
        return switch (section.kind()) {
            case "audio" -> Optional.of(MediaKind.AUDIO);
            case "video" -> Optional.of(MediaKind.VIDEO);
            default -> Optional.empty();
        };
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
    private static TransportAttributes transport(SessionDescription description, List<MediaDescription> receiving) {
        var transport = TransportAttributes.NONE;
        for (var section : receiving) {
            transport = transport.or(section.transport());
        }
        transport = transport.or(description.transport());
        for (var section : description.media()) {
            transport = transport.or(section.transport());
        }
        return transport;
    }

    private static PeerTransport.Remote remote(TransportAttributes transport) {
        return new PeerTransport.Remote(credentials(transport), fingerprint(transport.fingerprints()),
                role(transport.setup()));
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
        var usable = values.stream().filter(PlayOffer::supported).findFirst();
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

    private static ProtocolException invalid(String what, Object found, String expected) {
        return ProtocolException.found(StableCode.SDP_INVALID, what, found, expected);
    }

    /** Without the peer's credentials. */
    @Override
    public String toString() {
        return "PlayOffer[" + playable.size() + " of " + description.media().size() + " sections]";
    }
}
