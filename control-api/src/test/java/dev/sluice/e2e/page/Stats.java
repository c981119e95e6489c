package dev.sluice.e2e.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What getStats() said, entry by entry. */
public record Stats(JsonNode entries) {
    /** The first entry of this type and, unless it is empty, kind. */
    public Optional<JsonNode> find(String type, String kind) {
        return all(type, kind).findFirst();
    }

    /** All entries of this type and, unless it is empty, kind. */
    public Stream<JsonNode> all(String type, String kind) {
        return stream().filter(entry -> is(entry, "type", type) && (kind.isEmpty() || is(entry, "kind", kind)));
    }

    public JsonNode entry(String type, String kind) {
        return find(type, kind).orElseThrow(() -> new AssertionError("no " + type + " " + kind + " in getStats()"));
    }

    /** The codec in use, as {@code video/VP8}. */
    public String codec(String type, String kind) {
        return byId(entry(type, kind).path("codecId")).path("mimeType").asText();
    }

    /** Where to the media goes, as {@code udp 127.0.0.1}. */
    public String remoteCandidate() {
        var pair = find(entry -> is(entry, "type", "candidate-pair") && is(entry, "state", "succeeded"))
                .orElseThrow(() -> new AssertionError("no candidate pair succeeded"));
        var remote = byId(pair.path("remoteCandidateId"));
        return remote.path("protocol").asText() + " " + remote.path("address").asText();
    }

    private JsonNode byId(JsonNode id) {
        return find(entry -> entry.path("id").equals(id)).orElseThrow();
    }

    private static boolean is(JsonNode entry, String field, String value) {
        return entry.path(field).asText().equals(value);
    }

    private Optional<JsonNode> find(Predicate<JsonNode> which) {
        return stream().filter(which).findFirst();
    }

    private Stream<JsonNode> stream() {
        return StreamSupport.stream(entries.spliterator(), false);
    }
}
