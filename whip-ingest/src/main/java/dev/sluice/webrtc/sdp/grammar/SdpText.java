package dev.sluice.webrtc.sdp.grammar;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
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
