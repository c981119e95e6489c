package dev.sluice.webrtc.sdp;

import dev.sluice.media.MediaKind;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.PeerTransport;
import dev.sluice.webrtc.sdp.grammar.Direction;
import dev.sluice.webrtc.sdp.grammar.Extmap;
import dev.sluice.webrtc.sdp.grammar.MediaDescription;
import dev.sluice.webrtc.sdp.grammar.SdpReader;
import dev.sluice.webrtc.sdp.grammar.SessionDescription;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * An offer to watch or to publish that has all the transport needs: one BUNDLE group, rtcp-mux, ICE credentials, a
 * fingerprint. Immutable.
 *
 * @param media the audio and video sections that want what we do, in order; at least one
 * @param remote how the transport reaches the peer
 */
public record Offer(SessionDescription description, List<MediaDescription> media, PeerTransport.Remote remote) {
    /** RFC 5764 8 and RFC 7850 3: what an answer can repeat. */
    private static final Set<String> PROTOCOLS = Set.of("UDP/TLS/RTP/SAVPF", "TCP/TLS/RTP/SAVPF", "RTP/SAVPF");

    /** The one-byte header form carries 16 bytes at most (RFC 8285 4.2). */
    static final int MAX_EXTENSION_BYTES = 16;

    public Offer {
        media = List.copyOf(media);
    }

    /**
     * Of a viewer: its sections receive.
     *
     * @throws ProtocolException SDP_INVALID, with the found and the expected
     */
    public static Offer toWatch(String sdp) {
        return read(sdp, Direction::receives, "receives", "audio or video, recvonly or sendrecv");
    }

    /**
     * Of a publisher: its sections send.
     *
     * @throws ProtocolException SDP_INVALID, with the found and the expected
     */
    public static Offer toPublish(String sdp) {
        var offer = read(sdp, Direction::sends, "sends", "audio or video, sendonly or sendrecv");
        for (var kind : MediaKind.values()) {
            long sections = offer.media.stream().filter(section -> kind(section).equals(Optional.of(kind))).count();
            if (sections > 1) {
                // RFC 9725 4.4.2: refused as a whole, so that no track is lost without a word.
                throw OfferedTransport.invalid("sending sections of " + kind.name().toLowerCase(Locale.ROOT),
                        sections, "one of a kind");
            }
        }
        return offer;
    }

    /**
     * The same, but for the sections of kinds that are not permitted: an answer rejects them.
     *
     * @throws ProtocolException PRIVILEGE_MISSING if none is left
     */
    public Offer of(Predicate<MediaKind> permitted) {
        var left = media.stream().filter(section -> permitted.test(kind(section).orElseThrow())).toList();
        if (left.isEmpty()) {
            var kinds = media.stream().map(MediaDescription::kind).distinct().collect(Collectors.joining(", "));
            throw ProtocolException.found(StableCode.PRIVILEGE_MISSING, "media sections", kinds,
                    "what the PrivateMapKey permits");
        }
        return new Offer(description, left, remote);
    }

    private static Offer read(String sdp, Predicate<Direction> wanted, String verb, String expected) {
        var description = SdpReader.read(sdp);
        if (description.iceLite()) {
            throw OfferedTransport.invalid("ICE", "a=ice-lite", "a full agent, because the relay is the lite side");
        }
        distinctMids(description);
        var media = description.media().stream().filter(section -> usable(section) && wanted.test(section.direction()))
                .toList();
        if (media.isEmpty()) {
            throw OfferedTransport.invalid("media sections", "none that " + verb, expected);
        }
        return new Offer(description, media, OfferedTransport.of(description, media));
    }

    private static void distinctMids(SessionDescription description) {
        var seen = new HashSet<String>();
        for (var section : description.media()) {
            if (section.mid() != null && !seen.add(section.mid())) {
                throw OfferedTransport.invalid("a=mid", "'" + section.mid() + "' twice", "distinct mids");
            }
        }
    }

    private static boolean usable(MediaDescription section) {
        return kind(section).isPresent() && section.active() && PROTOCOLS.contains(section.protocol());
    }

    static Optional<MediaKind> kind(MediaDescription section) {
        return switch (section.kind()) {
            case "audio" -> Optional.of(MediaKind.AUDIO);
            case "video" -> Optional.of(MediaKind.VIDEO);
            default -> Optional.empty();
        };
    }

    /** The id of a header extension in packets with the one-byte form, 1..14; 0: not offered. */
    int extension(MediaDescription section, String uri) {
        var shared = description.extmaps().stream().filter(map -> map.uri().equals(uri)).findFirst();
        return section.extmap(uri).or(() -> shared).filter(Extmap::oneByte).map(Extmap::id).orElse(0);
    }

    /** As {@link #extension}; a mid that is too long for the one-byte form has none. */
    int midExtension(MediaDescription section) {
        var mid = section.mid();
        return mid == null || mid.length() > MAX_EXTENSION_BYTES ? 0 : extension(section, Extmap.MID);
    }

    MediaDescription section(String mid) {
        return media.stream().filter(section -> mid.equals(section.mid())).findFirst().orElseThrow();
    }

    /** The SSRCs that the peer means to send. */
    Set<Long> ssrcs() {
        return description.media().stream().flatMap(section -> section.sources().stream())
                .map(MediaDescription.SourceAttribute::ssrc).collect(Collectors.toSet());
    }

    /** Without the peer's credentials. */
    @Override
    public String toString() {
        return "Offer[" + media.size() + " of " + description.media().size() + " sections]";
    }
}
