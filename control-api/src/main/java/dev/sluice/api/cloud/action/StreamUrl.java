package dev.sluice.api.cloud.action;

import dev.sluice.api.cloud.answer.CloudException;
import dev.sluice.api.cloud.answer.Code;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What a source's URL must look like before anybody looks at its address. No message shows it: it may hold a secret. */
final class StreamUrl {
    private static final int MAX_BYTES = 2048;
    private static final Pattern SCHEME = Pattern.compile("(https?|rtmps?)://.+", Pattern.CASE_INSENSITIVE);

    private StreamUrl() {}

    static String check(String url) {
        int bytes = url.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw refused(bytes + " bytes", "at most " + MAX_BYTES);
        }
        if (url.chars().anyMatch(Character::isISOControl)) {
            throw refused("control characters", "none");
        }
        if (!SCHEME.matcher(url).matches()) {
            throw refused("another scheme, or none", "http://, https://, rtmp:// or rtmps://");
        }
        return url;
    }

    static CloudException refused(String found, String expected) {
        return CloudException.found(Code.INVALID_STREAM_URL, "StreamUrl", found, expected);
    }
}
