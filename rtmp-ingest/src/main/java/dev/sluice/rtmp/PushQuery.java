package dev.sluice.rtmp;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a push URL that mean something to us; each may come once, over all parts of the URL, and not empty.
 */
final class PushQuery {
    private static final String SDK_APP_ID = "sdkappid";
    private static final String USER_ID = "userid";
    private static final String USER_SIG = "usersig";
    private static final String PRIVATE_MAP_KEY = "privatemapkey";
    /** What a fault of each is called. */
    private static final Map<String, StableCode> KNOWN = Map.of(SDK_APP_ID, StableCode.APP_UNKNOWN, USER_ID,
            StableCode.USER_INVALID, USER_SIG, StableCode.TOKEN_MALFORMED, PRIVATE_MAP_KEY,
            StableCode.TOKEN_MALFORMED);

    private final Map<String, String> values = new HashMap<>();

    /** @param query {@code name=value&...}; unknown names are ignored */
    void add(String query) {
        int start = 0;
        while (start < query.length()) {
            int end = query.indexOf('&', start);
            end = end < 0 ? query.length() : end;
            pair(query.substring(start, end));
            start = end + 1;
        }
    }

    String sdkAppId() {
        return values.getOrDefault(SDK_APP_ID, "");
    }

    String userId() {
        return values.getOrDefault(USER_ID, "");
    }

    String userSig() {
        return values.getOrDefault(USER_SIG, "");
    }

    Optional<String> privateMapKey() {
        return Optional.ofNullable(values.get(PRIVATE_MAP_KEY));
    }

    private void pair(String pair) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        var code = KNOWN.get(name);
        if (code == null) {
            return;
        }
        String value = decode(code, name, equals < 0 ? "" : pair.substring(equals + 1));
        if (value.isEmpty()) {
            throw ProtocolException.found(code, "parameter " + name, "nothing", "a value");
        }
        if (values.put(name, value) != null) {
            throw ProtocolException.found(code, "parameter " + name, "it twice", "it once");
        }
    }

    /** Percent-decodes once; '+' is a plus. */
    private static String decode(StableCode code, String name, String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%') {
                out.write(octet(bytes, i, code, name));
                i += 2;
            } else {
                out.write(bytes[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static int octet(byte[] bytes, int at, StableCode code, String name) {
        int high = at + 2 < bytes.length ? Character.digit(bytes[at + 1], 16) : -1;
        int low = at + 2 < bytes.length ? Character.digit(bytes[at + 2], 16) : -1;
        if (high < 0 || low < 0) {
            throw ProtocolException.found(code, "parameter " + name, "% without two hexadecimal digits", "%XX");
        }
        return high << 4 | low;
    }
}
