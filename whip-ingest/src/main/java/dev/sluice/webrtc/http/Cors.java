package dev.sluice.webrtc.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * Lets pages of the configured origins ask, refusals included. A preflight is answered at once and needs no token; any
 * other request is passed on with the headers set.
 */
public final class Cors implements Handler<RoutingContext> {
    private static final String METHODS = "POST, PATCH, DELETE, OPTIONS";
    private static final String REQUEST_HEADERS = "Authorization, Content-Type, If-Match, Sluice-Private-Map-Key";
    private static final String EXPOSED = "Location, ETag, Link, Accept-Post, Retry-After";
    private static final String ONE_DAY = "86400";
    private static final String ANY = "*";

    private final List<String> origins;

    /** @param origins as {@code https://example.com}; {@code *} is any */
    public Cors(List<String> origins) {
        this.origins = List.copyOf(origins);
    }

    @Override
    public void handle(RoutingContext context) {
        var request = context.request();
        boolean allowed = allow(request, context.response());
        if (preflight(request)) {
            answer(context.response(), allowed);
        } else {
            context.next();
        }
    }

    private boolean allow(HttpServerRequest request, HttpServerResponse response) {
        var origin = request.getHeader(HttpHeaders.ORIGIN);
        boolean any = origins.contains(ANY);
        if (!any) {
            response.putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        }
        if (origin == null || (!any && origins.stream().noneMatch(origin::equalsIgnoreCase))) {
            return false;
        }
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, any ? ANY : origin)
                .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        return true;
    }

    private static boolean preflight(HttpServerRequest request) {
        return request.method().equals(HttpMethod.OPTIONS) && request.getHeader(HttpHeaders.ORIGIN) != null
                && request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) != null;
    }

    /** Without the headers a browser takes it for a no. */
    private static void answer(HttpServerResponse response, boolean allowed) {
        if (allowed) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, ONE_DAY);
        }
        response.putHeader("Accept-Post", SdpExchange.MEDIA_TYPE).setStatusCode(204).end();
    }
}
