package dev.sluice.whep.http;

import dev.sluice.ingest.Admission;
import dev.sluice.ingest.WatchRequest;
import dev.sluice.room.RoomKey;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.WebRtcServer;
import dev.sluice.webrtc.http.BearerToken;
import dev.sluice.webrtc.http.Cors;
import dev.sluice.webrtc.http.Problem;
import dev.sluice.webrtc.http.SdpExchange;
import dev.sluice.webrtc.sdp.PlayOffer;
import dev.sluice.whep.ViewerContext;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The WHEP endpoint {@code /v2/sub/{sdkAppId}/{roomId}} and the resources of its sessions, {@code /v2/sub/session/{key}}.
 *
 * <p>Trickle is not taken (PATCH is 405) and not needed: we are ICE-lite, all our candidates are in the answer, and a
 * check from any address with the right password is answered, so the client's own candidates are of no use to us.
 *
 * <p>A request runs on its own context and waits there for the room; the body must not have been read before it comes
 * here.
 */
public final class WhepResource {
    private static final Logger LOG = LoggerFactory.getLogger(WhepResource.class);
    private static final String ENDPOINT = "/v2/sub/:sdkAppId/:roomId";
    private static final String SESSION = "/v2/sub/session/";
    private static final String ENDPOINT_METHODS = "POST, OPTIONS";
    private static final String SESSION_METHODS = "DELETE, OPTIONS";

    /** Whether a token, expired or not, is this user's. */
    @FunctionalInterface
    public interface TokenOwner {
        /** @throws ProtocolException TOKEN_* */
        void check(RoomKey room, String userSig, String userId);
    }

    private final Admission admission;
    private final TokenOwner owners;
    private final WhepSettings settings;
    private final PlaySessions sessions = new PlaySessions();
    private final PlayOpening opening;

    public WhepResource(Admission admission, TokenOwner owners, WebRtcServer server, ViewerContext context,
            WhepSettings settings) {
        this.admission = admission;
        this.owners = owners;
        this.settings = settings;
        this.opening = new PlayOpening(server, context, sessions);
    }

    /** The sessions that live now. */
    public PlaySessions sessions() {
        return sessions;
    }

    /** Adds the routes. No body handler may stand before them. */
    public void mount(Router router) {
        router.route("/v2/sub/*").handler(new Cors(settings.corsOrigins())).failureHandler(WhepResource::failed);
        router.delete(SESSION + ":key").handler(guarded(this::delete));
        router.options(SESSION + ":key").handler(context -> options(context, SESSION_METHODS));
        router.route(SESSION + ":key").handler(context -> noMethod(context, SESSION_METHODS));
        router.post(ENDPOINT).handler(guarded(this::post));
        router.options(ENDPOINT).handler(context -> options(context, ENDPOINT_METHODS));
        router.route(ENDPOINT).handler(context -> noMethod(context, ENDPOINT_METHODS));
    }

    private static Handler<RoutingContext> guarded(Handler<RoutingContext> handler) {
        return context -> {
            try {
                handler.handle(context);
            } catch (ProtocolException refused) {
                Problem.of(refused).send(context.response());
            }
        };
    }

    private void post(RoutingContext context) {
        var request = PlayRequest.read(context);
        var userId = admission.viewerId(request);
        SdpExchange.read(context.request(), settings.sdpBytes(),
                sdp -> guarded(_ -> enter(context, request, userId, PlayOffer.read(sdp))).handle(context));
    }

    private void enter(RoutingContext context, WatchRequest request, String userId, PlayOffer offer) {
        var anchor = admission.anchor(request);
        var negotiation = opening.negotiate(anchor, offer);
        var viewer = opening.viewer(userId);
        var own = context.vertx().getOrCreateContext();
        admission.watch(anchor, viewer).whenComplete((watch, failure) -> own.runOnContext(_ -> {
            if (watch == null) {
                problem(failure).send(context.response());
            } else {
                guarded(_ -> answer(context, opening.open(request, watch, viewer, negotiation))).handle(context);
            }
        }));
    }

    private void answer(RoutingContext context, PlayOpening.Opened opened) {
        created(context.response(), opened.session())
                .end(opened.answer())
                .onFailure(_ -> opened.session().close(new ProtocolException(StableCode.PEER_CLOSED,
                        "the viewer was gone before it had its answer")));
    }

    private HttpServerResponse created(HttpServerResponse response, PlaySession session) {
        settings.iceServers().forEach(server -> response.headers().add("Link", server.link()));
        return response.setStatusCode(201).putHeader(HttpHeaders.CONTENT_TYPE, SdpExchange.MEDIA_TYPE)
                .putHeader(HttpHeaders.LOCATION, settings.basePath() + SESSION + session.key())
                .putHeader(HttpHeaders.ETAG, "\"" + sessions.newTag() + "\"");
    }

    /** A token is not needed, since the address is a secret; one that is sent must be its user's. */
    private void delete(RoutingContext context) {
        var session = sessions.byKey(PlayRequest.path(context, "key")).orElseThrow(() -> new ProtocolException(
                StableCode.SESSION_UNKNOWN, "the session has ended or never was"));
        BearerToken.find(context.request())
                .ifPresent(token -> owners.check(session.room(), token, session.userId()));
        sessions.remove(session);
        session.close(new ProtocolException(StableCode.PEER_CLOSED, "the viewer ended the session"));
        context.response().setStatusCode(200).end();
    }

    private static void options(RoutingContext context, String methods) {
        context.response().putHeader(HttpHeaders.ALLOW, methods).putHeader("Accept-Post", SdpExchange.MEDIA_TYPE)
                .setStatusCode(204).end();
    }

    private static void noMethod(RoutingContext context, String methods) {
        context.response().putHeader(HttpHeaders.ALLOW, methods);
        new Problem(405, StableCode.PROTOCOL_ERROR, "method: found " + context.request().method() + ", expected one of "
                + methods).send(context.response());
    }

    private static Problem problem(@Nullable Throwable failure) {
        var cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        if (cause instanceof ProtocolException refused) {
            return Problem.of(refused);
        }
        LOG.error("whep: a viewer could not be let in", cause);
        return new Problem(500, StableCode.INTERNAL, "the relay failed; its log says how");
    }

    /** What the router itself refuses (a malformed address), and what nobody expected. */
    private static void failed(RoutingContext context) {
        if (context.statusCode() >= 400 && context.statusCode() < 500) {
            new Problem(context.statusCode(), StableCode.PROTOCOL_ERROR, "the address is malformed")
                    .send(context.response());
        } else {
            problem(context.failure()).send(context.response());
        }
    }
}
