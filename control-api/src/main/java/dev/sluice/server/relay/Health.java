package dev.sluice.server.relay;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** {@code /health/live} and {@code /health/ready}: whether the process runs, and whether it takes new sessions. */
final class Health {
    /** What the relay is doing. */
    enum State {
        STARTING("starting"), READY("ready"), DRAINING("draining");

        private final String word;

        State(String word) {
            this.word = word;
        }
    }

    private volatile State state = State.STARTING;

    void become(State next) {
        state = next;
    }

    void mount(Router router) {
        route(router, "/health/live").handler(context -> answer(context, 200, "live"));
        route(router, "/health/ready").handler(context -> {
            var now = state;
            answer(context, now == State.READY ? 200 : 503, now.word);
        });
    }

    private static Route route(Router router, String path) {
        return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
    }

    private static void answer(RoutingContext context, int status, String word) {
        context.response().setStatusCode(status).putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store").end("{\"status\":\"" + word + "\"}");
    }
}
