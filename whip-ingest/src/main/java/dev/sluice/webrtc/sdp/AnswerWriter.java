package dev.sluice.webrtc.sdp;

import dev.sluice.webrtc.dtls.DtlsRole;
import dev.sluice.webrtc.ice.Candidate;
import dev.sluice.webrtc.sdp.grammar.Direction;
import dev.sluice.webrtc.sdp.grammar.Extmap;
import dev.sluice.webrtc.sdp.grammar.MediaDescription;
import dev.sluice.webrtc.sdp.grammar.MediaDescription.SourceAttribute;
import dev.sluice.webrtc.sdp.grammar.MediaDescription.SourceGroup;
import dev.sluice.webrtc.sdp.grammar.PayloadFormat;
import dev.sluice.webrtc.sdp.grammar.SdpWriter;
import dev.sluice.webrtc.sdp.grammar.SessionDescription;
import dev.sluice.webrtc.sdp.grammar.Setup;
import dev.sluice.webrtc.sdp.grammar.Simulcast;
import dev.sluice.webrtc.sdp.grammar.TransportAttributes;
import java.util.List;
import java.util.Objects;

/**
 * The answer to an offer (RFC 9429 5.3): ICE-lite, every candidate at once, sections that are not accepted rejected with
 * port 0. Pure.
 */
public final class AnswerWriter {
    private static final String NO_ADDRESS = "0.0.0.0";
    /** RFC 8840 4.1.1: where there is no candidate to stand for. */
    private static final int DISCARD_PORT = 9;

    private final Negotiation negotiation;
    private final List<MediaDescription> accepted;
    private final AnswerTransport transport;

    private AnswerWriter(Negotiation negotiation, AnswerTransport transport) {
        this.negotiation = negotiation;
        this.accepted = negotiation.sections();
        this.transport = transport;
    }

    /** The answer's text. */
    public static String write(Negotiation negotiation, AnswerTransport transport) {
        return SdpWriter.write(describe(negotiation, transport));
    }

    static SessionDescription describe(Negotiation negotiation, AnswerTransport transport) {
        return new AnswerWriter(negotiation, transport).session();
    }

    /** An accepted section, which {@link MediaDescription#on} completes. */
    static MediaDescription accept(MediaDescription offered, Direction direction, List<PayloadFormat> formats,
            List<Extmap> extmaps, Sources sources, Simulcast simulcast) {
        var names = formats.stream().map(format -> Integer.toString(format.payloadType())).toList();
        // RFC 9725 4.4.1: rtcp-mux-only stands in each bundled section.
        return new MediaDescription(offered.kind(), DISCARD_PORT, offered.protocol(), names, formats, NO_ADDRESS,
                offered.mid(), direction, TransportAttributes.NONE, true, true, offered.rtcpReducedSize(), false,
                extmaps, sources.msid(), sources.attributes(), sources.groups(), simulcast, List.of(), false);
    }

    /** The streams that we send in a section. */
    record Sources(List<String> msid, List<SourceAttribute> attributes, List<SourceGroup> groups) {
        static final Sources NONE = new Sources(List.of(), List.of(), List.of());
    }

    private SessionDescription session() {
        var mids = accepted.stream().map(MediaDescription::mid).toList();
        var sections = negotiation.offer().description().media().stream().map(this::section).toList();
        return new SessionDescription(Long.toString(negotiation.sessionId()), "1", List.of(mids), true,
                TransportAttributes.NONE, List.of(), sections);
    }

    private MediaDescription section(MediaDescription offered) {
        return accepted.stream().filter(section -> Objects.equals(section.mid(), offered.mid())).findFirst()
                .map(this::connected).orElseGet(() -> rejected(offered));
    }

    /** RFC 9429 5.3.1: port 0 and the offer's formats; nothing else of it counts. */
    private static MediaDescription rejected(MediaDescription offered) {
        return new MediaDescription(offered.kind(), 0, offered.protocol(), offered.formats(), List.of(), NO_ADDRESS,
                offered.mid(), Direction.INACTIVE, TransportAttributes.NONE, false, false, false, false, List.of(),
                List.of(), List.of(), List.of(), Simulcast.NONE, List.of(), false);
    }

    /** RFC 9143 7.3.1: in a bundle the tagged section's candidates count, and the tagged one is the first accepted. */
    private MediaDescription connected(MediaDescription section) {
        boolean tagged = section.equals(accepted.getFirst());
        var candidates = tagged ? transport.candidates().stream().map(Candidate::sdp).toList() : List.<String>of();
        return section.on(port(), address(), attributes(), candidates);
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
}
