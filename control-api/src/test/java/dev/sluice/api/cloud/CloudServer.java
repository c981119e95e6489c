package dev.sluice.api.cloud;

import dev.sluice.api.cloud.policy.ApiKeys;
import dev.sluice.config.Config;
import dev.sluice.config.Secret;
import dev.sluice.console.ConsoleRoutes;
import dev.sluice.runtime.Clock;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The cloud API on a real port, beside the console. */
final class CloudServer implements AutoCloseable {
    static final int MAX_BODY = 64 * 1024;

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;

    /** @param clock what the requests' times are compared with */
    CloudServer(CloudFixture cloud, Clock clock) throws Exception {
        var router = Router.router(vertx);
        var key = new Config.ApiKey(CloudFixture.SIGNER.secretId(), Secret.of(CloudFixture.SIGNER.secretKey()),
                Optional.empty(), Optional.empty());
        new ConsoleRoutes().mount(router);
        new CloudApi(new CloudSettings(ApiKeys.of(List.of(key)), List.of(), MAX_BODY, 20), cloud.actions, clock)
                .mount(router);
        var options = new HttpServerOptions().setMaxInitialLineLength(40 * 1024);
        server = vertx.createHttpServer(options).requestHandler(router).listen(0, "127.0.0.1").toCompletionStage()
                .toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
