package dev.sluice.openapi;

import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Routes as the document writes them, {@code GET /api/v1/tasks/{id}}. */
public final class OpenApiRoutes {
    private OpenApiRoutes() {}

    /** All that a router answers by method. */
    public static Set<String> mounted(Router router) {
        return router.getRoutes().stream().filter(route -> !guards(route))
                .flatMap(route -> route.methods().stream().map(method -> method + " " + path(route)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    public static Set<String> described() {
        return OpenApiDocument.read().operations().stream().map(OpenApiDocument.Operation::toString)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Routes for every method, as those that check tokens or answer 405, under which no described path lies. */
    public static Set<String> guardsOfNothing(Router router) {
        var paths = OpenApiDocument.read().root().getJsonObject("paths").fieldNames();
        return router.getRoutes().stream().filter(OpenApiRoutes::guards).map(OpenApiRoutes::path)
                .filter(guard -> paths.stream().noneMatch(path -> path.startsWith(guard)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean guards(Route route) {
        return route.methods() == null || route.methods().isEmpty();
    }

    /** {@code :name} is a variable; so is the rest of a path that is open at its end. */
    private static String path(Route route) {
        return String.valueOf(route.getPath()).replaceAll(":(\\w+)", "{$1}")
                + (route.isExactPath() || guards(route) ? "" : "{file}");
    }
}
