package dev.sluice.api.cloud.request;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads a query or the body of a form: pairs joined by {@code &}, percent-encoded UTF-8, no name twice. */
public final class Form {
    private static final int MAX_PAIRS = 1000;
    private static final int HEX_DIGITS = 2;
    private static final int HEX = 16;
    private static final String EXPECTED = "name=value pairs in percent-encoded UTF-8";

    private Form() {}

    /** The pairs in the order in which they stand there. */
    public static Map<String, String> parse(String text) throws MalformedException {
        var pairs = new LinkedHashMap<String, String>();
        var pieces = text.split("&", MAX_PAIRS + 1);
        if (pieces.length > MAX_PAIRS) {
            throw new MalformedException("more than " + MAX_PAIRS + " parameters", "fewer");
        }
        for (var pair : pieces) {
            int equals = pair.indexOf('=');
            var name = decode(equals < 0 ? pair : pair.substring(0, equals));
            var value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (!pair.isEmpty() && pairs.putIfAbsent(name, value) != null) {
                throw new MalformedException("a parameter twice", "each once");
            }
        }
        return Collections.unmodifiableMap(pairs);
    }

    /** What stands in the body of a form. */
    public static Map<String, String> parse(byte[] body) throws MalformedException {
        return parse(utf8(body));
    }

    private static String decode(String text) throws MalformedException {
        if (text.indexOf('%') < 0) {
            return text.replace('+', ' ');
        }
        var bytes = new ByteArrayOutputStream(text.length());
        int i = 0;
        while (i < text.length()) {
            if (text.charAt(i) == '%') {
                bytes.write(octet(text, i + 1));
                i += 1 + HEX_DIGITS;
            } else {
                int percent = text.indexOf('%', i);
                int end = percent < 0 ? text.length() : percent;
                bytes.writeBytes(text.substring(i, end).replace('+', ' ').getBytes(StandardCharsets.UTF_8));
                i = end;
            }
        }
        return utf8(bytes.toByteArray());
    }

    private static int octet(String text, int at) throws MalformedException {
        int high = at + 1 < text.length() ? Character.digit(text.charAt(at), HEX) : -1;
        int low = at + 1 < text.length() ? Character.digit(text.charAt(at + 1), HEX) : -1;
        if (high < 0 || low < 0) {
            throw new MalformedException("a percent sign without two hexadecimal digits", EXPECTED);
        }
        return high * HEX + low;
    }

    private static String utf8(byte[] bytes) throws MalformedException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            throw new MalformedException("bytes that are no UTF-8", EXPECTED);
        }
    }
}
