package dev.sluice.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.runtime.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** Tokens that the official generators made (Java, Node.js, Python, Go and the token page), with what they say. */
final class TokenVectors {
    static final long APP = 1_400_000_001L;
    private static final JsonNode FILE = read();
    static final String KEY = FILE.get("key").asText();
    static final long MADE_AT = FILE.get("generatedAt").asLong();

    /** @param json what is inside */
    record Vector(String name, String token, JsonNode json, JsonNode userbuf, String userbufHex) {
        boolean ticket() {
            return json.has("TLS.userbuf");
        }

        String user() {
            return json.get("TLS.identifier").asText();
        }

        long number(String member) {
            return json.get(member).asLong();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private TokenVectors() {}

    static List<Vector> all() {
        return FILE.get("vectors").valueStream()
                .map(v -> new Vector(v.get("from").asText() + " " + v.get("name").asText(), v.get("token").asText(),
                        v.get("json"), v.path("userbuf"), v.path("userbufHex").asText()))
                .toList();
    }

    static List<Vector> userSigs() {
        return all().stream().filter(vector -> !vector.ticket()).toList();
    }

    static List<Vector> tickets() {
        return all().stream().filter(Vector::ticket).toList();
    }

    static Clock at(long epochSecond) {
        return new Clock() {
            @Override
            public long nanos() {
                return 0;
            }

            @Override
            public long wallMillis() {
                return epochSecond * 1000;
            }
        };
    }

    static UserSigVerifier verifierAt(long epochSecond) {
        return new UserSigVerifier(APP, List.of(KEY), at(epochSecond));
    }

    private static JsonNode read() {
        try (var in = Objects.requireNonNull(TokenVectors.class.getResourceAsStream("tokens.json"))) {
            return new ObjectMapper().readTree(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
