package dev.sluice.webrtc.sdp.grammar;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The lexical part of SDP: words, tokens, numbers, and the error that names what was wrong. */
final class SdpText {
    private static final int SHOWN = 60;
    /** RFC 8866 9: token-char. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+\\-.0-9A-Z^_`a-z{|}~]{1," + SdpLimits.TOKEN + "}");
    private static final Pattern SPACES = Pattern.compile(" +");

    private SdpText() {}

    static ProtocolException invalid(String what, String found, String expected) {
        return ProtocolException.found(StableCode.SDP_INVALID, what, quoted(found), expected);
    }

    static ProtocolException tooMany(String what, int found, int limit) {
        return ProtocolException.found(StableCode.SDP_INVALID, what, found, "at most " + limit);
    }

    /** RFC 8866 5: CRLF; a lone LF is taken too. Only the end may be empty. */
    static List<String> lines(String text) {
        if (text.length() > SdpLimits.TEXT) {
            throw tooMany("characters", text.length(), SdpLimits.TEXT);
        }
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
            throw tooMany("lines", lines.size(), SdpLimits.LINES);
        }
        return lines;
    }

    /** RFC 8866 5: a letter, an equals sign, text; the ufrag and the password are never shown. */
    static void check(String line) {
        if (line.length() > SdpLimits.LINE) {
            throw tooMany("characters of a line", line.length(), SdpLimits.LINE);
        }
        boolean form = line.length() >= 2 && line.charAt(0) >= 'a' && line.charAt(0) <= 'z' && line.charAt(1) == '=';
        if (!form || line.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
            var shown = line.startsWith("a=ice-") ? "a=ice-..." : line;
            throw invalid("line", shown, "a letter, '=' and text without control characters");
        }
    }

    static String token(String what, String text) {
        if (!TOKEN.matcher(text).matches()) {
            throw invalid(what, text, "a token of 1 to " + SdpLimits.TOKEN + " characters");
        }
        return text;
    }

    /** Words between blanks. */
    static List<String> words(String text, int limit) {
        var words = List.of(SPACES.split(text.strip(), limit + 1));
        if (words.size() > limit) {
            throw tooMany("words of a line", words.size(), limit);
        }
        return words;
    }

    static int number(String what, String text, int max) {
        return (int) number(what, text, (long) max);
    }

    /** A decimal number from 0 to max, digits only. */
    static long number(String what, String text, long max) {
        long value = 0;
        for (int i = 0; i < text.length() && value <= max; i++) {
            int digit = text.charAt(i) - '0';
            value = digit < 0 || digit > 9 ? Long.MAX_VALUE : value * 10 + digit;
        }
        if (text.isEmpty() || value > max) {
            throw invalid(what, text, "a number 0.." + max);
        }
        return value;
    }

    private static String quoted(String text) {
        var out = new StringBuilder("'");
        text.chars().limit(SHOWN).forEach(c -> out.append(c < 0x20 || c > 0x7e ? '?' : (char) c));
        return out.append(text.length() > SHOWN ? "...'" : "'").toString();
    }
}
