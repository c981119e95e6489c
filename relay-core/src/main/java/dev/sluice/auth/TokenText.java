package dev.sluice.auth;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The outer shell of a token: zlib (RFC 1950), then base64 with {@code * - _} for {@code + / =}. Nothing that it says
 * of a token it refuses repeats any of it.
 */
final class TokenText {
    static final int MAX_CHARACTERS = 4096;
    static final int MAX_INFLATED_BYTES = 8192;
    private static final Pattern ALPHABET = Pattern.compile("[A-Za-z0-9*-]+_{0,2}");
    private static final int BASE64_GROUP = 4;

    private TokenText() {}

    static String pack(byte[] content) {
        var deflater = new Deflater();
        try {
            deflater.setInput(content);
            deflater.finish();
            var out = new ByteArrayOutputStream();
            var chunk = new byte[512];
            while (!deflater.finished()) {
                out.write(chunk, 0, deflater.deflate(chunk));
            }
            return alphabetOut(Base64.getEncoder().encodeToString(out.toByteArray()));
        } finally {
            deflater.end();
        }
    }

    static byte[] unpack(String token) {
        // echo and editors leave one newline behind a token that is copied into a file
        var text = token.endsWith("\n") ? token.substring(0, token.length() - 1) : token;
        if (text.isEmpty()) {
            throw new ProtocolException(StableCode.TOKEN_MISSING, "token: found none, expected one");
        }
        if (text.length() > MAX_CHARACTERS) {
            throw malformed("length", text.length() + " characters", "at most " + MAX_CHARACTERS);
        }
        return inflate(base64(text));
    }

    private static byte[] base64(String text) {
        if (!ALPHABET.matcher(text).matches() || text.length() % BASE64_GROUP != 0) {
            throw malformed("text", "other characters or a length that is no multiple of 4 (was it cut off?)",
                    "base64 with *, - and _ for +, / and =");
        }
        try {
            var bytes = Base64.getDecoder().decode(alphabetIn(text));
            if (Base64.getEncoder().encodeToString(bytes).equals(alphabetIn(text))) {
                return bytes;
            }
        } catch (IllegalArgumentException _) {
            // the same refusal as for padding that hides bits
        }
        throw malformed("text", "base64 with wrong padding", "base64 with *, - and _ for +, / and =");
    }

    private static byte[] inflate(byte[] compressed) {
        var inflater = new Inflater();
        try {
            inflater.setInput(compressed);
            var out = new byte[MAX_INFLATED_BYTES + 1];
            int length = 0;
            int more;
            do {
                more = inflater.inflate(out, length, out.length - length);
                length += more;
            } while (more > 0 && length < out.length);
            return whole(inflater, Arrays.copyOf(out, length));
        } catch (DataFormatException _) {
            throw malformed("content", "bytes that do not inflate", "zlib");
        } finally {
            inflater.end();
        }
    }

    private static byte[] whole(Inflater inflater, byte[] inflated) {
        if (inflated.length > MAX_INFLATED_BYTES) {
            throw malformed("content", "more than " + MAX_INFLATED_BYTES + " bytes inflated", "less");
        }
        if (!inflater.finished() || inflater.getRemaining() > 0) {
            throw malformed("content", inflater.finished() ? "bytes behind the end" : "zlib that ends too early",
                    "one whole zlib stream");
        }
        return inflated;
    }

    private static String alphabetOut(String base64) {
        return base64.replace('+', '*').replace('/', '-').replace('=', '_');
    }

    private static String alphabetIn(String text) {
        return text.replace('*', '+').replace('-', '/').replace('_', '=');
    }

    static ProtocolException malformed(String part, String found, String expected) {
        return ProtocolException.found(StableCode.TOKEN_MALFORMED, "token " + part, found, expected);
    }
}
