package dev.sluice.api.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/tokens}: signs a UserSig, so that the console can watch and hand out addresses. */
final class TokenResource implements Handler<RoutingContext> {
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
        var wish = read(context);
        long seconds = wish.expireSeconds() == null ? DEFAULT_SECONDS : wish.expireSeconds();
        if (seconds < 1 || seconds > MAX_SECONDS) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "expireSeconds", seconds, "1.." + MAX_SECONDS);
        }
        var sig = issuer.userSig(wish.sdkAppId(), wish.userId(), seconds);
        Json.send(context, new Token(wish.sdkAppId(), wish.userId(), sig, clock.wallMillis() + seconds * 1000));
    }

    private static Wish read(RoutingContext context) {
        var body = context.body().buffer();
        if (body == null) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "body", "nothing", "a JSON object");
        }
        try {
            return Json.read(body, Wish.class);
        } catch (JsonProcessingException malformed) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "body", firstLine(malformed),
                    "{\"sdkAppId\": N, \"userId\": \"U\", \"expireSeconds\": S}");
        }
    }

    /** Jackson's words without the source excerpt, which might hold what was sent. */
    private static String firstLine(JsonProcessingException malformed) {
        return malformed.getOriginalMessage().lines().findFirst().orElse("no JSON");
    }
}
