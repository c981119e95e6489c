package dev.sluice.pull.guard;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What URLs need of UTF-8. */
final class Utf8 {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Utf8() {}

    static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** RFC 3987 3.1: what is not ASCII, and no more. */
    static String percentEncoded(String text) {
        var encoded = new StringBuilder(text.length());
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (octet >= 0) {
                encoded.append((char) octet);
            } else {
                encoded.append('%').append(HEX.toHexDigits(octet));
            }
        }
        return encoded.toString();
    }
}
