package dev.sluice.api.admin;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.UncheckedIOException;

/** {@code /openapi.json}: the document of every route that the relay mounts. It holds no secret and wants no token. */
final class OpenApi {
    private static final String RESOURCE = "/openapi.json";

    private OpenApi() {}

    static void mount(Router router) {
        var document = document();
        router.get(RESOURCE).handler(context -> context.response().putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-cache").end(document));
    }

    private static Buffer document() {
        try (var in = OpenApi.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + RESOURCE);
            }
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
    }
}
