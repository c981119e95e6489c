package dev.sluice.openapi;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** {@code /openapi.json} as it is built in, and how to find one's way in it. */
final class OpenApiDocument {
    private static final Set<String> METHODS = Set.of("get", "head", "post", "put", "patch", "delete", "options");
    private static final String POINTER = "#/components/";

    private final JsonObject root;

    /** @param path as {@code /api/v1/tasks/{id}} */
    record Operation(String method, String path, JsonObject described) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private OpenApiDocument(JsonObject root) {
        this.root = root;
    }

    static OpenApiDocument read() {
        try (var in = OpenApiDocument.class.getResourceAsStream("/openapi.json")) {
            return new OpenApiDocument(new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonObject root() {
        return root;
    }

    JsonObject schemas() {
        return root.getJsonObject("components").getJsonObject("schemas");
    }

    List<Operation> operations() {
        var all = new ArrayList<Operation>();
        var paths = root.getJsonObject("paths");
        for (var path : paths.fieldNames()) {
            var item = paths.getJsonObject(path);
            item.fieldNames().stream().filter(METHODS::contains).forEach(
                    method -> all
                            .add(new Operation(method.toUpperCase(Locale.ROOT), path, item.getJsonObject(method))));
        }
        return all;
    }

    /** The operation that a request asks for; of several, the one whose path has the fewest variables. */
    Optional<Operation> operation(String method, String rawPath) {
        return operations().stream()
                .filter(operation -> operation.method().equals(method) && fits(operation.path(), rawPath))
                .min((a, b) -> variables(a.path()) - variables(b.path()));
    }

    private static boolean fits(String path, String rawPath) {
        return rawPath.matches(path.replace(".", "\\.").replaceAll("\\{file}", "[^/]*(?:/[^/]+)?")
                .replaceAll("\\{[^}]+}", "[^/]+"));
    }

    private static int variables(String path) {
        return (int) path.chars().filter(c -> c == '{').count();
    }

    /** The answer with this status, if it may be. */
    Optional<JsonObject> answer(Operation operation, int status) {
        return Optional.ofNullable(operation.described().getJsonObject("responses").getJsonObject("" + status))
                .map(this::resolved);
    }

    private JsonObject resolved(JsonObject described) {
        var pointer = described.getString("$ref");
        if (pointer == null) {
            return described;
        }
        var names = pointer.substring(POINTER.length()).split("/", 2);
        return root.getJsonObject("components").getJsonObject(names[0]).getJsonObject(names[1]);
    }
}
