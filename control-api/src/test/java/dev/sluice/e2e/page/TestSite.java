package dev.sluice.e2e.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/** Serves the test page, so that the relay is called from another origin as it is on other people's pages. */
final class TestSite {
    private final HttpServer server;

    TestSite() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", TestSite::serve);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String page() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/watch.html";
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
