package dev.sluice.webrtc.http;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The routes of an endpoint, {@code PREFIX/{sdkAppId}/{roomId}}, and of its sessions' resources,
 * {@code PREFIX/session/{key}}, as WHIP and WHEP have them alike. A request runs on its own context and waits there; the
 * body must not have been read before it comes here.
 */
public final class Endpoint<S extends Session> {
    private static final String SESSION = "/session/";
    private static final String METHODS = "GET, HEAD, POST, OPTIONS";
    private static final String SESSION_METHODS = "GET, HEAD, PATCH, DELETE, OPTIONS";

    private final String prefix;
    private final ResourceSettings settings;
    private final SessionResource<S> resource;
    private final Handler<RoutingContext> post;

    /**
     * @param prefix as {@code /v2/pub}
     * @param owners judge the tokens that requests to a session carry
     * @param post opens a session; what it throws is answered
     */
    public Endpoint(String prefix, ResourceSettings settings, Sessions<S> sessions, TokenOwner owners,
            Handler<RoutingContext> post) {
        this.prefix = prefix;
        this.settings = settings;
        this.resource = new SessionResource<>(sessions, owners, settings.sdpBytes());
        this.post = post;
    }

    /** Adds the routes. No body handler may stand before them. */
    public void mount(Router router) {
        router.route(prefix + "/*").handler(new Cors(settings.corsOrigins())).failureHandler(Endpoint::failed);
        var session = prefix + SESSION + ":" + SessionResource.KEY;
        router.delete(session).handler(guarded(resource::delete));
        router.patch(session).handler(guarded(resource::patch));
        router.get(session).handler(guarded(resource::get));
        router.head(session).handler(guarded(resource::get));
        router.options(session)
                .handler(context -> options(context, SESSION_METHODS, "Accept-Patch", SessionResource.MEDIA_TYPE));
        router.route(session).handler(context -> noMethod(context, SESSION_METHODS));
        var endpoint = prefix + RoomAddress.ROUTE;
        router.post(endpoint).handler(guarded(post));
        router.get(endpoint).handler(Endpoint::nothing);
        router.head(endpoint).handler(Endpoint::nothing);
        router.options(endpoint).handler(context -> options(context, METHODS, "Accept-Post", SdpExchange.MEDIA_TYPE));
        router.route(endpoint).handler(context -> noMethod(context, METHODS));
    }

    /** Answers what the handler throws. */
    static Handler<RoutingContext> guarded(Handler<RoutingContext> handler) {
        return context -> {
            try {
                handler.handle(context);
            } catch (RuntimeException failure) {
                Problem.from(failure).send(context.response());
            }
        };
    }

    /** Reads the offer of a POST; what is refused, by {@code onOffer} too, is answered. */
    public void offer(RoutingContext context, Consumer<String> onOffer) {
        SdpExchange.read(context.request(), settings.sdpBytes(),
                sdp -> guarded(_ -> onOffer.accept(sdp)).handle(context));
    }

    /** Goes on, on the request's context, once the stage has completed; what failed is answered. */
    public static <T> void await(RoutingContext context, CompletionStage<T> stage, Consumer<T> then) {
        var own = context.vertx().getOrCreateContext();
        stage.whenComplete((result, failure) -> own.runOnContext(_ -> {
            if (failure == null) {
                guarded(_ -> then.accept(result)).handle(context);
            } else {
                Problem.from(failure).send(context.response());
            }
        }));
    }

    /** 201. If the client is gone before it had its answer, the session ends. */
    public void created(RoutingContext context, Sessions.Entry<S> opened, String answer) {
        var response = context.response();
        settings.iceServers().forEach(server -> response.headers().add("Link", server.link()));
        response.setStatusCode(201).putHeader(HttpHeaders.CONTENT_TYPE, SdpExchange.MEDIA_TYPE)
                .putHeader(HttpHeaders.LOCATION, settings.basePath() + prefix + SESSION + opened.key())
                .putHeader(HttpHeaders.ETAG, IfMatch.quoted(opened.ice().tag())).end(answer)
                .onFailure(_ -> opened.session().lose(new ProtocolException(StableCode.PEER_CLOSED,
                        "the client was gone before it had its answer")));
    }

    /** RFC 9725 4.1: there is no representation. */
    static void nothing(RoutingContext context) {
        context.response().setStatusCode(204).end();
    }

    private static void options(RoutingContext context, String methods, String accept, String mediaType) {
        context.response().putHeader(HttpHeaders.ALLOW, methods).putHeader(accept, mediaType).setStatusCode(200).end();
    }

    private static void noMethod(RoutingContext context, String methods) {
        context.response().putHeader(HttpHeaders.ALLOW, methods);
        new Problem(405, StableCode.PROTOCOL_ERROR, "method: found " + context.request().method()
                + ", expected one of " + methods).send(context.response());
    }

    /** What the router itself refuses (a malformed address), and what nobody expected. */
    private static void failed(RoutingContext context) {
        if (context.statusCode() >= 400 && context.statusCode() < 500) {
            new Problem(context.statusCode(), StableCode.PROTOCOL_ERROR, "the address is malformed")
                    .send(context.response());
        } else {
            Problem.from(context.failure()).send(context.response());
        }
    }
}
