package dev.sluice.openapi;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds answers against the OpenAPI document: whether the operation may answer this status with this media type, and
 * whether the body is what the schema says. Safe anywhere.
 */
public final class OpenApiAnswers {
    private static final OpenApiDocument DOCUMENT = OpenApiDocument.read();
    private static final Map<JsonObject, Validator> VALIDATORS = new ConcurrentHashMap<>();

    private OpenApiAnswers() {}

    /** Whether a request's answer is checked: it is for a path that is in the document, the console's files aside. */
    public static boolean describes(HttpResponse<?> answer) {
        var path = answer.request().uri().getRawPath();
        return !path.startsWith("/console/") && DOCUMENT.operation(answer.request().method(), path).isPresent();
    }

    /** @throws AssertionError naming the operation and what is not as the document says */
    public static <T extends HttpResponse<String>> T check(T answer) {
        check(answer.request().method(), answer.request().uri().getRawPath(), answer.statusCode(),
                answer.headers().firstValue("Content-Type").orElse(""), answer.body());
        return answer;
    }

    /** @param body null, or text, where none was read */
    public static void check(String method, String rawPath, int status, String contentType, String body) {
        var operation = DOCUMENT.operation(method, rawPath)
                .orElseThrow(() -> new AssertionError("not in the OpenAPI document: " + method + " " + rawPath));
        var answer = DOCUMENT.answer(operation, status)
                .orElseThrow(() -> new AssertionError(operation + ": found status " + status + " (" + body
                        + "), expected one of " + operation.described().getJsonObject("responses").fieldNames()));
        var content = answer.getJsonObject("content");
        if (content == null) {
            if (body != null && !body.isEmpty()) {
                throw new AssertionError(operation + ": found a body with status " + status + ", expected none");
            }
            return;
        }
        var type = contentType.split(";", 2)[0].strip();
        var described = content.getJsonObject(type, content.getJsonObject("*/*"));
        if (described == null) {
            throw new AssertionError(operation + ": found '" + contentType + "', expected " + content.fieldNames());
        }
        if (type.endsWith("json")) {
            conform(operation + " " + status, described.getJsonObject("schema"), body);
        }
    }

    /** Checks the data of an event of {@code /api/v1/stream}. */
    public static void checkEvent(String name, String data) {
        var operation = DOCUMENT.operation("GET", "/api/v1/stream").orElseThrow();
        var schema = DOCUMENT.answer(operation, 200).orElseThrow().getJsonObject("x-events").getJsonObject(name);
        if (schema == null) {
            throw new AssertionError("not in the OpenAPI document: event " + name);
        }
        conform("event " + name, schema, data);
    }

    private static void conform(String what, JsonObject schema, String body) {
        var outcome = VALIDATORS.computeIfAbsent(schema, OpenApiAnswers::validator).validate(Json.decodeValue(body));
        if (!outcome.getValid()) {
            throw new AssertionError(what + ": " + outcome.getErrors() + "\nin " + body);
        }
    }

    /** The schema with all that it may point to, as a document of its own. */
    private static Validator validator(JsonObject schema) {
        var whole = schema.copy().put("$defs", DOCUMENT.schemas()).encode().replace("#/components/schemas/",
                "#/$defs/");
        return Validator.create(JsonSchema.of(new JsonObject(whole)), new JsonSchemaOptions()
                .setBaseUri("app://openapi").setDraft(Draft.DRAFT202012).setOutputFormat(OutputFormat.Basic));
    }
}
