package dev.sluice.api.admin;

import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.http.Problem;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Lets a request pass that carries the one bearer token; compares in constant time, whatever the length. */
public final class BearerAuth implements Handler<RoutingContext> {
    private static final String SCHEME = "Bearer ";

    private final byte[] expected;

    public BearerAuth(String token) {
        if (token.isEmpty()) {
            throw new IllegalArgumentException("an empty token would let everybody in");
        }
        this.expected = digest(token);
    }

    @Override
    public void handle(RoutingContext context) {
        var header = context.request().getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            refuse(context, StableCode.TOKEN_MISSING, "Authorization: found no bearer token, expected 'Bearer TOKEN'");
        } else if (!MessageDigest.isEqual(expected, digest(header.substring(SCHEME.length()).strip()))) {
            refuse(context, StableCode.TOKEN_SIGNATURE, "Authorization: the bearer token is not the configured one");
        } else {
            context.next();
        }
    }

    private static void refuse(RoutingContext context, StableCode code, String detail) {
        new Problem(401, code, detail).send(context.response());
    }

    /** Both sides are hashed first, so that not even the length of the token shows in the time taken. */
    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
