package dev.sluice.webrtc.sdp.grammar;

import dev.sluice.webrtc.sdp.grammar.MediaDescription.SourceAttribute;
import dev.sluice.webrtc.sdp.grammar.MediaDescription.SourceGroup;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the attributes of one media section, or of the session, which is a section without an {@code m=} line. */
final class SectionReader {
    private static final long MAX_SSRC = 0xffff_ffffL;
    private static final String NO_ADDRESS = "0.0.0.0";

    private final String kind;
    private final int port;
    private final String protocol;
    private final List<String> formats;
    private final PayloadReader payloads = new PayloadReader();
    private final List<String> fingerprints = new ArrayList<>();
    private final List<Extmap> extmaps = new ArrayList<>();
    private final List<SourceAttribute> sources = new ArrayList<>();
    private final List<SourceGroup> sourceGroups = new ArrayList<>();
    private final List<String> candidates = new ArrayList<>();
    private List<String> msid = List.of();
    private String address = NO_ADDRESS;
    private Direction direction;
    private int attributes;
    private @Nullable String mid;
    private @Nullable String iceUfrag;
    private @Nullable String icePwd;
    private @Nullable Setup setup;
    private Simulcast simulcast = Simulcast.NONE;
    private boolean rtcpMux;
    private boolean rtcpMuxOnly;
    private boolean rtcpReducedSize;
    private boolean bundleOnly;
    private boolean endOfCandidates;

    /** The session's part. */
    SectionReader() {
        this.kind = "session";
        this.port = 0;
        this.protocol = "";
        this.formats = List.of();
        this.direction = Direction.SENDRECV;
    }

    /** @param mLine after {@code m=}: kind, port, protocol, formats */
    SectionReader(String mLine, Direction inherited) {
        var words = SdpText.words(mLine, SdpLimits.FORMATS + 3);
        if (words.size() < 4) {
            throw SdpText.invalid("m=", mLine, "kind, port, protocol and at least one format");
        }
        this.kind = SdpText.token("media kind", words.get(0));
        this.port = SdpText.number("media port", words.get(1), 65_535);
        this.protocol = protocol(words.get(2));
        this.formats = words.subList(3, words.size());
        formats.forEach(f -> SdpText.token("format", f));
        this.direction = inherited;
    }

    /** RFC 8866 9: tokens with slashes between. */
    private static String protocol(String text) {
        for (String part : text.split("/", -1)) {
            SdpText.token("media protocol", part);
        }
        return text;
    }

    void connection(String value) {
        var words = SdpText.words(value, 3);
        if (words.size() == 3 && words.getFirst().equals("IN")) {
            address = words.get(2);
        }
    }

    /** One attribute; names that are not known are passed over. */
    void attribute(String name, String value) {
        if (++attributes > SdpLimits.ATTRIBUTES_PER_SECTION) {
            throw SdpText.tooMany("attributes of a section", attributes, SdpLimits.ATTRIBUTES_PER_SECTION);
        }
        switch (name) {
            case "rtpmap" -> payloads.rtpmap(value);
            case "fmtp" -> payloads.fmtp(value);
            case "rtcp-fb" -> payloads.feedback(value);
            case "mid" -> mid = SdpText.token("mid", value);
            case "ice-ufrag" -> iceUfrag = value;
            case "ice-pwd" -> icePwd = value;
            case "fingerprint" -> fingerprints.add(value.strip());
            case "setup" -> setup = setup(value);
            case "extmap" -> extmap(value);
            case "sendrecv" -> direction = Direction.SENDRECV;
            case "sendonly" -> direction = Direction.SENDONLY;
            case "recvonly" -> direction = Direction.RECVONLY;
            case "inactive" -> direction = Direction.INACTIVE;
            case "rtcp-mux" -> rtcpMux = true;
            case "rtcp-mux-only" -> rtcpMuxOnly = true;
            case "rtcp-rsize" -> rtcpReducedSize = true;
            case "bundle-only" -> bundleOnly = true;
            case "msid" -> msid = SdpText.words(value, 2);
            case "ssrc" -> source(value);
            case "ssrc-group" -> sourceGroup(value);
            case "rid" -> simulcast = simulcast.with(Simulcast.rid(value));
            case "simulcast" -> simulcast = simulcast.with(value);
            case "candidate" -> candidates.add(value);
            case "end-of-candidates" -> endOfCandidates = true;
            default -> {
                // RFC 8866 5.13: unknown attributes are ignored.
            }
        }
    }

    private static Setup setup(String value) {
        for (Setup setup : Setup.values()) {
            if (setup.text().equals(value)) {
                return setup;
            }
        }
        throw SdpText.invalid("a=setup", value, "actpass, active or passive");
    }

    /** {@code ID[/direction] URI [attributes]}. */
    private void extmap(String value) {
        var words = SdpText.words(value, SdpLimits.GROUP_MEMBERS);
        if (words.size() < 2) {
            throw SdpText.invalid("a=extmap", value, "an id and a URI");
        }
        var id = words.getFirst().split("/", 2)[0];
        extmaps.add(new Extmap(SdpText.number("extmap id", id, 4_351), words.get(1)));
    }

    private void source(String value) {
        int blank = value.indexOf(' ');
        var id = blank < 0 ? value : value.substring(0, blank);
        var text = blank < 0 ? "" : value.substring(blank + 1);
        sources.add(new SourceAttribute(SdpText.number("ssrc", id, MAX_SSRC), text));
    }

    private void sourceGroup(String value) {
        var words = SdpText.words(value, SdpLimits.GROUP_MEMBERS);
        var ssrcs = words.stream().skip(1).map(w -> SdpText.number("ssrc", w, MAX_SSRC)).toList();
        sourceGroups.add(new SourceGroup(words.getFirst(), ssrcs));
    }

    Direction direction() {
        return direction;
    }

    List<Extmap> extmaps() {
        return extmaps;
    }

    TransportAttributes transport() {
        return new TransportAttributes(iceUfrag, icePwd, fingerprints, setup);
    }

    MediaDescription description() {
        return new MediaDescription(kind, port, protocol, formats, payloads.of(formats), address, mid, direction,
                transport(), rtcpMux, rtcpMuxOnly, rtcpReducedSize, bundleOnly, extmaps, msid, sources, sourceGroups,
                simulcast, candidates, endOfCandidates);
    }
}
