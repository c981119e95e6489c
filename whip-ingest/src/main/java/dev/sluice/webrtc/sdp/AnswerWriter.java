package dev.sluice.webrtc.sdp;

import dev.sluice.webrtc.dtls.DtlsRole;
import dev.sluice.webrtc.ice.Candidate;
import dev.sluice.webrtc.sdp.grammar.Direction;
import dev.sluice.webrtc.sdp.grammar.Extmap;
import dev.sluice.webrtc.sdp.grammar.MediaDescription;
import dev.sluice.webrtc.sdp.grammar.MediaDescription.SourceAttribute;
import dev.sluice.webrtc.sdp.grammar.MediaDescription.SourceGroup;
import dev.sluice.webrtc.sdp.grammar.SdpWriter;
import dev.sluice.webrtc.sdp.grammar.SessionDescription;
import dev.sluice.webrtc.sdp.grammar.Setup;
import dev.sluice.webrtc.sdp.grammar.TransportAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * The answer to an offer to watch (RFC 9429 5.3): ICE-lite, every candidate at once, sections we do not play rejected
 * with port 0. Pure.
 */
public final class AnswerWriter {
    private static final String NO_ADDRESS = "0.0.0.0";
    /** RFC 8840 4.1.1: where there is no candidate to stand for. */
    private static final int DISCARD_PORT = 9;

    private final PlayNegotiation negotiation;
    private final AnswerTransport transport;

    private AnswerWriter(PlayNegotiation negotiation, AnswerTransport transport) {
        this.negotiation = negotiation;
        this.transport = transport;
    }

    /** The answer's text. */
    public static String write(PlayNegotiation negotiation, AnswerTransport transport) {
        return SdpWriter.write(describe(negotiation, transport));
    }

    static SessionDescription describe(PlayNegotiation negotiation, AnswerTransport transport) {
        return new AnswerWriter(negotiation, transport).session();
    }

    private SessionDescription session() {
        var mids = negotiation.media().stream().map(NegotiatedMedia::mid).toList();
        var sections = negotiation.offer().description().media().stream().map(this::section).toList();
        // RFC 9429 5.2.1: the session id is a number below 2^63; the first stream's SSRC is one and as random.
        var id = Long.toString(negotiation.media().getFirst().ssrc());
        return new SessionDescription(id, "1", List.of(mids), true, TransportAttributes.NONE, List.of(), sections);
    }

    private MediaDescription section(MediaDescription offered) {
        return negotiation.accepted(offered).map(media -> accepted(offered, media)).orElseGet(() -> rejected(offered));
    }

    /** RFC 9429 5.3.1: port 0 and the offer's formats; nothing else of it counts. */
    private static MediaDescription rejected(MediaDescription offered) {
        return new MediaDescription(offered.kind(), 0, offered.protocol(), offered.formats(), List.of(), NO_ADDRESS,
                offered.mid(), Direction.INACTIVE, TransportAttributes.NONE, false, false, false, List.of(), List.of(),
                List.of(), List.of(), List.of(), false);
    }

    private MediaDescription accepted(MediaDescription offered, NegotiatedMedia media) {
        var formats = new AnswerFormats(offered, negotiation.stereo()).of(media.codecs());
        var names = formats.stream().map(f -> Integer.toString(f.payloadType())).toList();
        // RFC 9143 7.3.1: in a bundle the tagged section's candidates count, and the tagged one is the first accepted.
        boolean tagged = media.equals(negotiation.media().getFirst());
        var candidates = tagged ? transport.candidates().stream().map(Candidate::sdp).toList() : List.<String>of();
        var extmaps = media.midExtensionId() == 0
                ? List.<Extmap>of()
                : List.of(new Extmap(media.midExtensionId(), Extmap.MID));
        return new MediaDescription(offered.kind(), port(), offered.protocol(), names, formats, address(),
                media.mid(), Direction.SENDONLY, attributes(), true, media.reducedSize(), false, extmaps,
                List.of(media.cname(), offered.kind()), sources(media), groups(media), candidates, tagged);
    }

    private int port() {
        return transport.candidates().isEmpty() ? DISCARD_PORT : transport.candidates().getFirst().port();
    }

    private String address() {
        if (transport.candidates().isEmpty()) {
            return NO_ADDRESS;
        }
        // A scoped address names an interface of ours behind '%'.
        return transport.candidates().getFirst().address().getHostAddress().split("%", 2)[0];
    }

    private TransportAttributes attributes() {
        var setup = negotiation.offer().remote().localRole() == DtlsRole.CLIENT ? Setup.ACTIVE : Setup.PASSIVE;
        return new TransportAttributes(transport.credentials().ufrag(), transport.credentials().pwd(),
                List.of(transport.fingerprint().toString()), setup);
    }

    private static List<SourceAttribute> sources(NegotiatedMedia media) {
        var sources = new ArrayList<SourceAttribute>();
        for (long ssrc : ssrcs(media)) {
            sources.add(new SourceAttribute(ssrc, "cname:" + media.cname()));
            sources.add(new SourceAttribute(ssrc, "msid:" + media.cname() + " " + kindName(media)));
        }
        return sources;
    }

    private static String kindName(NegotiatedMedia media) {
        return switch (media.kind()) {
            case AUDIO -> "audio";
            case VIDEO -> "video";
        };
    }

    private static List<Long> ssrcs(NegotiatedMedia media) {
        return media.rtxSsrc() == 0 ? List.of(media.ssrc()) : List.of(media.ssrc(), media.rtxSsrc());
    }

    /** RFC 4588 8.7: which stream repeats which. */
    private static List<SourceGroup> groups(NegotiatedMedia media) {
        return media.rtxSsrc() == 0 ? List.of() : List.of(new SourceGroup("FID", ssrcs(media)));
    }
}
