package dev.sluice.console;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Serves the console: its own files and the plot library, each from memory. Nothing is loaded from elsewhere, and the
 * page may not be framed.
 */
public final class ConsoleRoutes {
    static final String ROOT = "/console/";
    static final List<String> FILES = List.of("index.html", "console.css", "favicon.svg", "app.js", "anchors.js",
            "api.js", "clipboard.js", "exchange.js", "facts.js", "feed.js", "format.js", "history.js", "links.js",
            "pattern.js", "player.js", "plots.js", "publish.js", "sessions.js", "sources.js", "stats.js", "studio.js",
            "tasks.js", "ticker.js", "webhooks.js", "whep.js", "whip.js", "warnings.js", "words.js");
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final List<String> VENDORED = List.of("uPlot.esm.js", "uPlot.min.css");
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "media-src 'self' blob: mediastream:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'";

    private final Map<String, Asset> assets = new LinkedHashMap<>();

    public ConsoleRoutes() {
        FILES.forEach(file -> assets.put(ROOT + file, Asset.load("/console/" + file)));
        VENDORED.forEach(file -> assets.put(ROOT + "vendor/" + file, Asset.load(UPLOT + file)));
        assets.put(ROOT, Asset.load("/console/index.html"));
    }

    public void mount(Router router) {
        router.get("/").handler(context -> {
            if (context.request().query() == null) {
                redirect(context);
            } else {
                context.next();
            }
        });
        router.get(ROOT + "*").handler(this::serve);
        router.get("/console").handler(ConsoleRoutes::redirect);
    }

    private static void redirect(RoutingContext context) {
        context.response().setStatusCode(302).putHeader("Location", ROOT).end();
    }

    /** Asked anew each time, answered 304 while unchanged: a new release shows at once and costs no bytes till then. */
    private void serve(RoutingContext context) {
        var asset = assets.get(context.normalizedPath());
        if (asset == null) {
            context.next();
            return;
        }
        var response = context.response().putHeader("ETag", asset.etag()).putHeader("Cache-Control", "no-cache")
                .putHeader("Content-Security-Policy", POLICY).putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer").putHeader("Cross-Origin-Opener-Policy", "same-origin");
        if (asset.etag().equals(context.request().getHeader("If-None-Match"))) {
            response.setStatusCode(304).end();
        } else {
            response.putHeader("Content-Type", asset.type()).end(asset.body());
        }
    }
}
