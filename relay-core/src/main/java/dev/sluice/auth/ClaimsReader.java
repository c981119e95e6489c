package dev.sluice.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.sluice.runtime.ProtocolException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of a token: one flat object, no member twice. Members it does not know are passed over: they are not
 * signed and mean nothing.
 */
final class ClaimsReader {
    static final String VERSION = "TLS.ver";
    static final String IDENTIFIER = "TLS.identifier";
    static final String SDK_APP_ID = "TLS.sdkappid";
    static final String TIME = "TLS.time";
    static final String EXPIRE = "TLS.expire";
    static final String USERBUF = "TLS.userbuf";
    static final String SIGNATURE = "TLS.sig";
    static final String VERSION_2 = "2.0";
    /** The largest integer that every JSON implementation carries exactly. */
    private static final long MAX_NUMBER = 1L << 53;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            // Names come from anybody: they are not to fill a shared symbol table.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(1).maxNumberLength(20)
                    .maxStringLength(TokenText.MAX_INFLATED_BYTES).maxNameLength(256).build())
            .build();

    private final Map<String, Object> members = new HashMap<>();

    private ClaimsReader() {}

    static SignedClaims read(byte[] json) {
        var reader = new ClaimsReader();
        try (var parser = FACTORY.createParser(utf8(json))) {
            reader.object(parser);
        } catch (IOException _) {
            // Jackson's own words would repeat the token.
            throw TokenText.malformed("content", "bytes that are no JSON", "one flat JSON object, no member twice");
        }
        return reader.claims();
    }

    /** Strictly: Jackson would take UTF-16 and UTF-32 as well. */
    private static String utf8(byte[] json) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
    }

    private void object(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw TokenText.malformed("content", "JSON that is no object", "one flat JSON object");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            switch (parser.nextToken()) {
                case VALUE_STRING -> members.put(name, parser.getText());
                case VALUE_NUMBER_INT -> members.put(name, number(parser));
                case VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> members.put(name, Unusable.SCALAR);
                default -> throw TokenText.malformed("content", "nested JSON", "one flat JSON object");
            }
        }
        if (parser.nextToken() != null) {
            throw TokenText.malformed("content", "bytes behind the JSON object", "one flat JSON object");
        }
    }

    private static Object number(JsonParser parser) throws IOException {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? Unusable.SCALAR : parser.getLongValue();
    }

    private SignedClaims claims() {
        if (!VERSION_2.equals(string(VERSION))) {
            throw TokenText.malformed(VERSION, "another version", VERSION_2);
        }
        var identifier = string(IDENTIFIER);
        if (!UserIds.valid(identifier)) {
            throw TokenText.malformed(IDENTIFIER, UserIds.shown(identifier), UserIds.EXPECTED);
        }
        var claims = new Claims(identifier, number(SDK_APP_ID), number(TIME), number(EXPIRE), userbuf());
        return new SignedClaims(claims, string(SIGNATURE));
    }

    private @Nullable String userbuf() {
        return members.containsKey(USERBUF) ? string(USERBUF) : null;
    }

    private String string(String name) {
        if (members.get(name) instanceof String text) {
            return text;
        }
        throw unusable(name, "a string");
    }

    private long number(String name) {
        if (members.get(name) instanceof Long value && value >= 0 && value <= MAX_NUMBER) {
            return value;
        }
        throw unusable(name, "a whole number from 0 to 2^53");
    }

    private ProtocolException unusable(String name, String expected) {
        return TokenText.malformed(name, members.containsKey(name) ? "another kind of value" : "nothing", expected);
    }

    /** Stands for values that no claim may have. */
    private enum Unusable {
        SCALAR
    }
}
