package dev.sluice.webrtc.http;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A refusal as RFC 9457 words it, with our stable code as an extension member.
 *
 * @param detail plain English: what was found and what was expected; never a secret
 */
public record Problem(int status, StableCode code, String detail) {
    private static final Logger LOG = LoggerFactory.getLogger(Problem.class);
    private static final String MEDIA_TYPE = "application/problem+json";
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration LATER = Duration.ofSeconds(10);

    public static Problem of(ProtocolException refused) {
        return new Problem(status(refused.code()), refused.code(), String.valueOf(refused.getMessage()));
    }

    /** Of a failure that may be a refusal; what nobody expected is logged. */
    static Problem from(@Nullable Throwable failure) {
        var cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        if (cause instanceof ProtocolException refused) {
            return of(refused);
        }
        LOG.error("a WebRTC request failed", cause);
        return new Problem(500, StableCode.INTERNAL, "the relay failed; its log says how");
    }

    /** The status by which contract.md answers each code. */
    private static int status(StableCode code) {
        return switch (code) {
            case SDP_INVALID, ROOM_INVALID, USER_INVALID, PROTOCOL_ERROR -> 400;
            case TOKEN_MISSING, TOKEN_MALFORMED, TOKEN_EXPIRED, TOKEN_SIGNATURE, TOKEN_WRONG_APP -> 401;
            case TOKEN_WRONG_USER, PRIVILEGE_MISSING -> 403;
            case APP_UNKNOWN, SESSION_UNKNOWN -> 404;
            // Of a session that is asked for after its end.
            case PEER_CLOSED, ICE_TIMEOUT, DTLS_FAILED, IDLE_TIMEOUT -> 404;
            case NOTHING_TO_PLAY, PLACE_TAKEN, TAKEN_OVER, REMOVED, STOPPED -> 409;
            case MEDIA_TYPE -> 415;
            case CODEC_UNSUPPORTED, B_FRAMES -> 422;
            case LIMIT_EXCEEDED -> 429;
            case DRAINING -> 503;
            default -> 500;
        };
    }

    /** When it makes sense to ask again. */
    private Optional<Duration> retryAfter() {
        return switch (status) {
            // What has ended stays so.
            case 409 -> code == StableCode.STOPPED ? Optional.empty() : Optional.of(SOON);
            case 429, 503 -> Optional.of(LATER);
            default -> Optional.empty();
        };
    }

    /** Answers the request with it. */
    public void send(HttpServerResponse response) {
        if (response.ended() || response.closed()) {
            return;
        }
        retryAfter().ifPresent(wait -> response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds())));
        if (status == 401) {
            // RFC 6750 3
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE).end(body());
    }

    private String body() {
        return new JsonObject().put("type", "about:blank")
                .put("title", HttpResponseStatus.valueOf(status).reasonPhrase()).put("status", status)
                .put("detail", detail).put("code", code.name()).encode();
    }
}
