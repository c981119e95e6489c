package dev.sluice.webrtc.sdp.grammar;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads an SDP. Strict where a later step relies on it (line form, numbers, tokens that go into the answer), lenient
 * towards lines and attributes it does not know. Pure; one call, one thread.
 */
public final class SdpReader {
    private final List<MediaDescription> media = new ArrayList<>();
    private final List<List<String>> bundles = new ArrayList<>();
    private final SectionReader session = new SectionReader();
    private SectionReader section = session;
    private String sessionId = "";
    private String sessionVersion = "";
    private boolean iceLite;

    private SdpReader() {}

    /**
     * @return the description, within {@link SdpLimits}
     * @throws ProtocolException SDP_INVALID, with the found and the expected; ufrag and password are never shown
     */
    public static SessionDescription read(String text) {
        if (text.length() > SdpLimits.TEXT) {
            throw SdpText.tooMany("characters", text.length(), SdpLimits.TEXT);
        }
        return new SdpReader().lines(lines(text));
    }

    /** RFC 8866 5: CRLF; a lone LF is taken too. Only the end may be empty. */
    private static List<String> lines(String text) {
        var lines = new ArrayList<String>();
        for (int start = 0; start < text.length();) {
            int feed = text.indexOf('\n', start);
            int end = feed < 0 ? text.length() : feed;
            lines.add(text.substring(start, end > start && text.charAt(end - 1) == '\r' ? end - 1 : end));
            start = end + 1;
        }
        while (!lines.isEmpty() && lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        if (lines.size() > SdpLimits.LINES) {
            throw SdpText.tooMany("lines", lines.size(), SdpLimits.LINES);
        }
        return lines;
    }

    private SessionDescription lines(List<String> lines) {
        expect(lines, 0, "v=0");
        expect(lines, 1, "o=");
        lines.forEach(this::line);
        closeSection();
        return new SessionDescription(sessionId, sessionVersion, bundles, iceLite, session.transport(),
                session.extmaps(), media);
    }

    private static void expect(List<String> lines, int index, String start) {
        var found = index < lines.size() ? lines.get(index) : "";
        if (!found.startsWith(start)) {
            throw SdpText.invalid("line " + (index + 1), found, start);
        }
    }

    private void line(String line) {
        check(line);
        var value = line.substring(2);
        switch (line.charAt(0)) {
            case 'o' -> origin(value);
            case 'm' -> openSection(value);
            case 'c' -> section.connection(value);
            case 'a' -> attribute(value);
            default -> {
                // Names, times and bandwidths say nothing the relay acts on.
            }
        }
    }

    private static void check(String line) {
        if (line.length() > SdpLimits.LINE) {
            throw SdpText.tooMany("characters of a line", line.length(), SdpLimits.LINE);
        }
        boolean form = line.length() >= 2 && line.charAt(0) >= 'a' && line.charAt(0) <= 'z' && line.charAt(1) == '=';
        if (!form || line.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
            var shown = line.startsWith("a=ice-") ? "a=ice-..." : line;
            throw SdpText.invalid("line", shown, "a letter, '=' and text without control characters");
        }
    }

    private void origin(String value) {
        var words = SdpText.words(value, 6);
        if (words.size() < 6) {
            throw SdpText.invalid("o=", value, "user, session id, version, IN, address type, address");
        }
        sessionId = SdpText.token("session id", words.get(1));
        sessionVersion = SdpText.token("session version", words.get(2));
    }

    private void openSection(String value) {
        closeSection();
        if (media.size() == SdpLimits.MEDIA_SECTIONS) {
            throw SdpText.tooMany("media sections", media.size() + 1, SdpLimits.MEDIA_SECTIONS);
        }
        section = new SectionReader(value, session.direction());
    }

    private void closeSection() {
        if (section != session) {
            media.add(section.description());
        }
    }

    private void attribute(String text) {
        int colon = text.indexOf(':');
        var name = colon < 0 ? text : text.substring(0, colon);
        var value = colon < 0 ? "" : text.substring(colon + 1);
        if (section != session) {
            section.attribute(name, value);
            return;
        }
        switch (name) {
            case "ice-lite" -> iceLite = true;
            case "group" -> group(value);
            default -> session.attribute(name, value);
        }
    }

    private void group(String value) {
        var words = SdpText.words(value, SdpLimits.GROUP_MEMBERS);
        if (words.getFirst().equals("BUNDLE")) {
            if (bundles.size() == SdpLimits.MEDIA_SECTIONS) {
                throw new ProtocolException(StableCode.SDP_INVALID, "too many a=group:BUNDLE lines");
            }
            bundles.add(words.stream().skip(1).map(m -> SdpText.token("mid", m)).toList());
        }
    }
}
