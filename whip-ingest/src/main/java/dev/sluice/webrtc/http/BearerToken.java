package dev.sluice.webrtc.http;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** The token of a request: from the Authorization header and nowhere else, since URLs end up in logs. */
public final class BearerToken {
    private static final String SCHEME = "Bearer";

    private BearerToken() {}

    /**
     * @return empty: the header is absent
     * @throws ProtocolException TOKEN_MALFORMED for another scheme
     */
    public static Optional<String> find(HttpServerRequest request) {
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return Optional.empty();
        }
        var words = header.strip().split(" ", 2);
        if (!words[0].equalsIgnoreCase(SCHEME)) {
            throw new ProtocolException(StableCode.TOKEN_MALFORMED,
                    "Authorization: found another scheme, expected 'Bearer ' and a token");
        }
        return Optional.of(words.length == 1 ? "" : words[1].strip());
    }

    /** @throws ProtocolException TOKEN_MISSING or TOKEN_MALFORMED */
    public static String require(HttpServerRequest request) {
        return find(request).filter(token -> !token.isEmpty()).orElseThrow(() -> new ProtocolException(
                StableCode.TOKEN_MISSING, "Authorization: found none, expected 'Bearer ' and a UserSig"));
    }
}
