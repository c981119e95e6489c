package dev.sluice.api.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/** View records as JSON, strict in what it reads. */
final class Json {
    private static final int MAX_DEPTH = 8;
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL,
                    JsonInclude.Include.NON_NULL))
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

    static {
        MAPPER.getFactory().setStreamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build());
    }

    private Json() {}

    static Buffer write(Object view) {
        try {
            return Buffer.buffer(MAPPER.writeValueAsBytes(view));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a view record that is no JSON: " + view.getClass(), impossible);
        }
    }

    /**
     * The request's body, which a handler before has read.
     *
     * @param expected how it should look, for the refusal
     * @throws ProtocolException PROTOCOL_ERROR
     */
    static <T> T body(RoutingContext context, Class<T> type, String expected) {
        var body = context.body().buffer();
        if (body == null || body.length() == 0) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "body", "nothing", expected);
        }
        try {
            T read = MAPPER.readValue(body.toString(), type);
            if (read == null) {
                throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "body", "null", expected);
            }
            return read;
        } catch (JsonProcessingException malformed) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "body", firstLine(malformed), expected);
        }
    }

    /** Jackson's words without the source excerpt, which might hold what was sent. */
    private static String firstLine(JsonProcessingException malformed) {
        return malformed.getOriginalMessage().lines().findFirst().orElse("no JSON");
    }

    static void send(RoutingContext context, Object view) {
        send(context, 200, view);
    }

    static void send(RoutingContext context, int status, Object view) {
        context.response().setStatusCode(status).putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(write(view));
    }
}
