package dev.sluice.console;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConsoleRoutesTest {
    private static final Pattern IMPORT = Pattern
            .compile("(?:from|src=|href=)\\s*['\"](?:\\./)?([\\w./]+\\.(?:js|css|svg))['\"]");

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;

    ConsoleRoutesTest() throws Exception {
        var router = Router.router(vertx);
        new ConsoleRoutes().mount(router);
        port = vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").toCompletionStage()
                .toCompletableFuture().get(10, TimeUnit.SECONDS).actualPort();
    }

    @AfterEach
    void close() throws Exception {
        http.shutdownNow();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void theRootAndTheShortAddressLeadToThePage() throws Exception {
        for (var path : new String[]{"/", "/console"}) {
            var answer = get(path);
            assertThat(answer.statusCode()).isEqualTo(302);
            assertThat(answer.headers().firstValue("Location")).contains("/console/");
        }
        assertThat(get("/?Action=X").statusCode()).isEqualTo(404);
        assertThat(get("/console/").body()).contains("<title>Sluice console</title>");
    }

    @Test
    void everyFileThatThePageNamesIsServed() throws Exception {
        for (var file : ConsoleRoutes.FILES) {
            var answer = get(ConsoleRoutes.ROOT + file);
            assertThat(answer.statusCode()).as(file).isEqualTo(200);
            var names = IMPORT.matcher(answer.body());
            while (names.find()) {
                assertThat(get(ConsoleRoutes.ROOT + names.group(1)).statusCode()).as(file + " names " + names.group(1))
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void everyFileInTheFolderIsListed() throws Exception {
        var folder = Path.of(ConsoleRoutes.class.getResource("/console/index.html").toURI()).getParent();
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(ConsoleRoutes.FILES);
        }
    }

    @Test
    void thePageMayLoadNothingFromElsewhereAndMayNotBeFramed() throws Exception {
        var policy = get("/console/").headers().firstValue("Content-Security-Policy").orElseThrow();
        assertThat(policy).contains("default-src 'none'", "script-src 'self'", "connect-src 'self'",
                "frame-ancestors 'none'").doesNotContain("unsafe", "http:", "https:");
        for (var file : ConsoleRoutes.FILES) {
            assertThat(get(ConsoleRoutes.ROOT + file).body().replace("http://www.w3.org/2000/svg", "")).as(file)
                    .doesNotContain("http://", "https://");
        }
    }

    @Test
    void anUnchangedFileCostsNoBytes() throws Exception {
        var tag = get("/console/app.js").headers().firstValue("ETag").orElseThrow();
        var again = get("/console/app.js", "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void nothingElseOfTheClassPathIsServed() throws Exception {
        for (var path : new String[]{"/console/../META-INF/MANIFEST.MF", "/console/%2e%2e/logback.xml",
                "/console/nothing.js", "/console/vendor/uPlot.cjs.js", "/console/vendor/"}) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(404);
        }
    }
}
