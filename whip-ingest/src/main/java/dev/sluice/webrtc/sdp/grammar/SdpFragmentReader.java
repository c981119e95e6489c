package dev.sluice.webrtc.sdp.grammar;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an {@link SdpFragment}. Pure; one call, one thread. */
final class SdpFragmentReader {
    /** RFC 8839 5.1: foundation, component, transport, priority, address, port, typ, type. */
    private static final int CANDIDATE_WORDS = 8;
    private static final int COMPONENTS = 256;
    private static final long MAX_PRIORITY = 0xffff_ffffL;
    private static final int MAX_PORT = 65_535;

    private final List<String> candidates = new ArrayList<>();
    private @Nullable String kind;
    private @Nullable String mid;
    private @Nullable String ufrag;
    private @Nullable String pwd;
    private boolean ownUfrag;
    private boolean ownPwd;
    private boolean iceLite;
    private boolean endOfCandidates;
    private int sections;

    private SdpFragmentReader() {}

    static SdpFragment read(String text) {
        var reader = new SdpFragmentReader();
        SdpText.lines(text).forEach(reader::line);
        if (reader.ufrag == null && reader.candidates.isEmpty() && !reader.endOfCandidates) {
            throw SdpText.invalid("fragment", text, "a=ice-ufrag, a=candidate or a=end-of-candidates");
        }
        return new SdpFragment(reader.ufrag, reader.pwd, reader.iceLite, reader.kind, reader.mid, reader.candidates,
                reader.endOfCandidates);
    }

    private void line(String line) {
        SdpText.check(line);
        if (line.startsWith("m=")) {
            section(line.substring(2));
        } else if (line.startsWith("a=")) {
            int colon = line.indexOf(':');
            attribute(line.substring(2, colon < 0 ? line.length() : colon),
                    colon < 0 ? "" : line.substring(colon + 1));
        }
    }

    private void section(String value) {
        if (++sections > SdpLimits.MEDIA_SECTIONS) {
            throw SdpText.tooMany("media sections", sections, SdpLimits.MEDIA_SECTIONS);
        }
        var words = SdpText.words(value, SdpLimits.FORMATS + 3);
        kind = kind == null ? SdpText.token("media kind", words.getFirst()) : kind;
    }

    private void attribute(String name, String value) {
        switch (name) {
            case "ice-ufrag" -> ufrag(value);
            case "ice-pwd" -> pwd(value);
            case "ice-lite" -> iceLite = true;
            case "mid" -> mid = mid == null ? SdpText.token("mid", value) : mid;
            case "candidate" -> candidate(value);
            case "end-of-candidates" -> endOfCandidates = true;
            default -> {
                // RFC 8840 9: unknown attributes are ignored.
            }
        }
    }

    private void ufrag(String value) {
        if (ufrag == null || (sections > 0 && !ownUfrag)) {
            ufrag = value;
            ownUfrag = sections > 0;
        }
    }

    private void pwd(String value) {
        if (pwd == null || (sections > 0 && !ownPwd)) {
            pwd = value;
            ownPwd = sections > 0;
        }
    }

    private void candidate(String value) {
        if (candidates.size() == SdpLimits.CANDIDATES) {
            throw SdpText.tooMany("candidates", candidates.size() + 1, SdpLimits.CANDIDATES);
        }
        var words = SdpText.words(value, SdpLimits.GROUP_MEMBERS);
        if (words.size() < CANDIDATE_WORDS || !words.get(6).equals("typ")) {
            throw SdpText.invalid("a=candidate", value,
                    "foundation, component, transport, priority, address, port, typ and a type");
        }
        SdpText.number("candidate component", words.get(1), COMPONENTS);
        SdpText.number("candidate priority", words.get(3), MAX_PRIORITY);
        SdpText.number("candidate port", words.get(5), MAX_PORT);
        candidates.add(value);
    }
}
