package dev.sluice.webrtc.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The precondition of a PATCH (RFC 9110 13.1.1): entity-tags as written, or {@code *}. */
record IfMatch(List<String> tags) {
    private static final String ANY = "*";
    /** RFC 9725's own examples have it in quotes, and clients follow them; no tag of ours looks like it. */
    private static final String ANY_QUOTED = "\"*\"";
    private static final int MAX_TAGS = 20;

    IfMatch {
        tags = List.copyOf(tags);
    }

    /** @return empty: the header is absent */
    static Optional<IfMatch> read(HttpServerRequest request) {
        var lines = request.headers().getAll(HttpHeaders.IF_MATCH);
        return lines.isEmpty() ? Optional.empty() : Optional.of(of(String.join(",", lines)));
    }

    static IfMatch of(String value) {
        return new IfMatch(Arrays.stream(value.split(",", MAX_TAGS)).map(String::strip).toList());
    }

    /** The strong comparison: a weak tag is nobody's. */
    boolean matches(String tag) {
        return tags.contains(ANY) || tags.contains(ANY_QUOTED) || tags.contains(quoted(tag));
    }

    /** RFC 9110 8.8.3 */
    static String quoted(String tag) {
        return '"' + tag + '"';
    }
}
