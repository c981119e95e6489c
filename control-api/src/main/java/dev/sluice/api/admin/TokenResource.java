package dev.sluice.api.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/tokens}: signs a UserSig, so that the console can watch and hand out addresses. */
final class TokenResource implements Handler<RoutingContext> {
    private static final String FORM = "{\"sdkAppId\": N, \"userId\": \"U\", \"expireSeconds\": S}";
    private static final long DEFAULT_SECONDS = 86_400;
    private static final long MAX_SECONDS = 180 * 86_400L;

    private final TokenIssuer issuer;
    private final Clock clock;

    TokenResource(TokenIssuer issuer, Clock clock) {
        this.issuer = issuer;
        this.clock = clock;
    }

    /** What is asked for; absent {@code expireSeconds} is a day. */
    record Wish(@JsonProperty(required = true) long sdkAppId, @JsonProperty(required = true) String userId,
            @Nullable Long expireSeconds) {}

    /** {@code expiresAt} in milliseconds since 1970. */
    record Token(long sdkAppId, String userId, String userSig, long expiresAt) {
        @Override
        public String toString() {
            return "Token of " + userId;
        }
    }

    @Override
    public void handle(RoutingContext context) {
        var wish = Json.body(context, Wish.class, FORM);
        long seconds = wish.expireSeconds() == null ? DEFAULT_SECONDS : wish.expireSeconds();
        if (seconds < 1 || seconds > MAX_SECONDS) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "expireSeconds", seconds, "1.." + MAX_SECONDS);
        }
        var sig = issuer.userSig(wish.sdkAppId(), wish.userId(), seconds);
        Json.send(context, new Token(wish.sdkAppId(), wish.userId(), sig, clock.wallMillis() + seconds * 1000));
    }
}
