package dev.sluice.server.relay;

import dev.sluice.runtime.StableCode;
import dev.sluice.tls.Certificates;
import dev.sluice.webrtc.http.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The HTTP port, or HTTPS: a Vert.x server on one event loop, with the routes that others mount. */
final class HttpFront {
    private static final String DUAL_STACK = "::";
    private static final String IPV4_ONLY = "0.0.0.0";
    /** A query may be 32 KB; the rest of the request line is short. */
    private static final int MAX_REQUEST_LINE = 40 * 1024;
    private static final int IDLE_SECONDS = 120;
    private static final int BIND_SECONDS = 10;
    private static final int HANDSHAKE_SECONDS = 5;

    private final Vertx vertx;
    private final HttpServerOptions options;
    private final ConnectionLimit connections;
    private final Router router;
    private @Nullable HttpServer server;

    /**
     * @param certificates present: the port speaks HTTPS and nothing else
     * @param maxHeaderBytes of all header fields of a request together
     */
    HttpFront(Vertx vertx, Optional<Certificates> certificates, int maxHeaderBytes, ConnectionLimit connections) {
        this.vertx = vertx;
        this.options = new HttpServerOptions().setMaxHeaderSize(maxHeaderBytes)
                .setMaxInitialLineLength(MAX_REQUEST_LINE).setIdleTimeout(IDLE_SECONDS).setHttp2ClearTextEnabled(false)
                .setHandle100ContinueAutomatically(true);
        certificates.ifPresent(this::secure);
        this.connections = connections;
        this.router = Router.router(vertx);
        router.errorHandler(404, context -> refuse(context, 404, "no such resource"));
        router.errorHandler(405, context -> refuse(context, 405, "the resource does not know this method"));
        router.errorHandler(400, context -> refuse(context, 400, "the request does not parse"));
    }

    /** The same HTTP/1.1 as without; signing and reading of files happen on a worker. */
    private void secure(Certificates certificates) {
        options.setSsl(true).setKeyCertOptions(KeyCertOptions.wrap(certificates)).setUseAlpn(false)
                .setSslEngineOptions(new JdkSSLEngineOptions().setUseWorkerThread(true))
                .setSslHandshakeTimeout(HANDSHAKE_SECONDS).setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
    }

    private static void refuse(RoutingContext context, int status, String detail) {
        new Problem(status, StableCode.PROTOCOL_ERROR, detail).send(context.response());
    }

    Router router() {
        return router;
    }

    /**
     * Binds the port; {@code ::} takes both families, and IPv4 alone where there is no IPv6.
     *
     * @throws IOException naming the key, what was found and what was expected
     */
    void listen(String host, int port) throws IOException {
        var candidate = vertx.createHttpServer(options).requestHandler(router).connectionHandler(connections);
        try {
            server = await(candidate.listen(port, host), BIND_SECONDS);
        } catch (IOException failed) {
            if (!host.equals(DUAL_STACK)) {
                throw refused(host, port, failed);
            }
            listen(IPV4_ONLY, port);
        }
    }

    private static IOException refused(String host, int port, IOException failed) {
        return new IOException("http.port: found " + port + " on " + host + " taken or not allowed ("
                + failed.getMessage() + "), expected a free port, or 0 for any", failed);
    }

    /** The port that was bound; 0 before. */
    int port() {
        return server == null ? 0 : server.actualPort();
    }

    /** Lets running requests end, no longer than that. */
    void close(Duration patience) throws IOException {
        if (server != null) {
            await(server.shutdown(patience), patience.toSeconds() + 1);
        }
    }

    private static <T> T await(Future<T> future, long seconds) throws IOException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            var cause = failed.getCause();
            throw new IOException(cause == null ? failed.toString() : String.valueOf(cause.getMessage()), cause);
        } catch (TimeoutException _) {
            throw new IOException("no answer within " + seconds + " s");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }
}
