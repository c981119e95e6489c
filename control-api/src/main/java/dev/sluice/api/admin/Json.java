package dev.sluice.api.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
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

    static <T> T read(Buffer body, Class<T> type) throws JsonProcessingException {
        return MAPPER.readValue(body.toString(), type);
    }

    static void send(RoutingContext context, Object view) {
        context.response().putHeader("Content-Type", "application/json").putHeader("Cache-Control", "no-store")
                .end(write(view));
    }
}
