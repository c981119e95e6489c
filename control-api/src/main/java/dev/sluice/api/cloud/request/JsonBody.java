package dev.sluice.api.cloud.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of a body: one object in UTF-8, no member twice. */
final class JsonBody {
    static final int MAX_DEPTH = 16;
    private static final String EXPECTED = "one JSON object in UTF-8, no member twice, at most " + MAX_DEPTH + " deep";
    /** NaN is no JSON; Python sends it all the same, and a field says better what is wrong with it. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            // Names come from anybody: they are not to fill a shared symbol table.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build()).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private JsonBody() {}

    static ObjectNode read(byte[] body) throws MalformedException {
        try {
            @Nullable
            JsonNode tree = JSON.readTree(utf8(body));
            if (tree instanceof ObjectNode object) {
                return object;
            }
            throw new MalformedException(tree == null || tree.isMissingNode() ? "nothing" : "JSON that is no object",
                    EXPECTED);
        } catch (JsonProcessingException _) {
            // Jackson's own words would repeat what was sent.
            throw new MalformedException("other bytes", EXPECTED);
        }
    }

    /** Strictly: Jackson would take UTF-16 and UTF-32 as well. */
    private static String utf8(byte[] body) throws MalformedException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException _) {
            throw new MalformedException("bytes that are no UTF-8", EXPECTED);
        }
    }
}
