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
        return new SdpReader().lines(SdpText.lines(text));
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
        SdpText.check(line);
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
