package dev.sluice.e2e.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Serves the test pages, so that the relay is called from another origin as it is on other people's pages, and takes
 * the report of a page that no driver can ask.
 */
final class TestSite {
    private static final String REPORT = "/report";
    private final HttpServer server;
    private volatile @Nullable String report;

    TestSite() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", TestSite::serve);
        server.createContext(REPORT, this::take);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String page(String file) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + file;
    }

    String reportPath() {
        return REPORT;
    }

    /** What was reported last. */
    Optional<String> report() {
        return Optional.ofNullable(report);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            report = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(204, -1);
        }
    }

    private static void serve(HttpExchange exchange) throws IOException {
        try (exchange; var file = TestSite.class.getResourceAsStream("/e2e" + exchange.getRequestURI().getPath())) {
            if (file == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            var bytes = file.readAllBytes();
            exchange.getResponseHeaders().set("Content-Type",
                    exchange.getRequestURI().getPath().endsWith(".js") ? "text/javascript" : "text/html");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    void close() {
        server.stop(0);
    }
}
