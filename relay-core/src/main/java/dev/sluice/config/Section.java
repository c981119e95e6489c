package dev.sluice.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * One section of the configuration: hands out its keys' values by type and refuses what has another type or range.
 * Remembers which keys it was asked for, so {@link #done()} can name the unknown ones. A variable of the environment
 * comes before the file; a key that is null is a key that is not there.
 */
final class Section {
    private final String path;
    private final ObjectNode node;
    private final Environment environment;
    private final List<String> withoutEffect;
    private final Set<String> known;
    private final boolean later;

    private Section(String path, ObjectNode node, Environment environment, List<String> withoutEffect,
            Set<String> known, boolean later) {
        this.path = path;
        this.node = node;
        this.environment = environment;
        this.withoutEffect = withoutEffect;
        this.known = known;
        this.later = later;
    }

    static Section root(ObjectNode node, Environment environment) {
        return new Section("", node, environment, new ArrayList<>(), new TreeSet<>(), false);
    }

    /** The same section; keys that are read through this view are noted as not yet effective. */
    Section later() {
        return new Section(path, node, environment, withoutEffect, known, true);
    }

    /** Keys that were set and noted, in this section and all others. */
    List<String> withoutEffect() {
        return withoutEffect;
    }

    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    Section section(String key) {
        known.add(key);
        var child = node.path(key);
        if (child.isMissingNode() || child.isNull()) {
            return child(path(key), JsonNodeFactory.instance.objectNode());
        }
        return child(path(key), new Value(path(key), child, false).object());
    }

    /** The sections of a list; none where the key is absent. Within a list there are no variables. */
    Optional<List<Section>> sections(String key) {
        return find(key).map(value -> {
            var sections = new ArrayList<Section>();
            for (var element : value.elements()) {
                sections.add(new Section(element.name(), element.object(), new Environment(Map.of()), withoutEffect,
                        new TreeSet<>(), false));
            }
            return sections;
        });
    }

    private Section child(String childPath, ObjectNode child) {
        return new Section(childPath, child, environment, withoutEffect, new TreeSet<>(), later);
    }

    Optional<String> text(String key) {
        return text(key, "text", _ -> true);
    }

    Optional<String> text(String key, String expected, Predicate<String> valid) {
        return find(key).map(value -> value.text(expected, valid));
    }

    Optional<List<String>> texts(String key, String expected, Predicate<String> valid) {
        return find(key)
                .map(value -> value.elements().stream().map(element -> element.text(expected, valid)).toList());
    }

    int integer(String key, int byDefault, int min, int max) {
        return (int) integer(key, "a whole number from " + min + " to " + max, min, max).orElse((long) byDefault)
                .longValue();
    }

    Optional<Long> integer(String key, String expected, long min, long max) {
        return find(key).map(value -> value.number().filter(number -> number >= min && number <= max)
                .orElseThrow(() -> value.refused(expected)));
    }

    int size(String key, int byDefault, int min, int max) {
        return find(key).map(value -> value.number().or(() -> Quantity.bytes(value.node().asText()))
                .filter(bytes -> bytes >= min && bytes <= max)
                .orElseThrow(() -> value.refused(Quantity.SIZE + ", from " + min + " to " + max)).intValue())
                .orElse(byDefault);
    }

    Optional<Duration> duration(String key) {
        return find(key).map(value -> Optional.of(value.node().asText()).flatMap(Quantity::duration)
                .orElseThrow(() -> value.refused(Quantity.DURATION)));
    }

    Optional<Boolean> flag(String key) {
        return find(key).map(Value::flag);
    }

    /** @param words the values there are, as they are written, with what they mean */
    <T> Optional<T> choice(String key, Map<String, T> words) {
        var expected = String.join(", ", new TreeSet<>(words.keySet()));
        return text(key, "one of " + expected, words::containsKey)
                .flatMap(word -> Optional.ofNullable(words.get(word)));
    }

    /** A secret that stands there, or in the file that {@code keyFile} names. No message shows it. */
    Optional<Secret> secret(String key) {
        return Secrets.lines(this, key).map(lines -> {
            if (lines.size() != 1) {
                throw ConfigException.found(path(key + "File"), lines.size() + " lines", "one");
            }
            return Secret.of(lines.getFirst());
        });
    }

    /** Like {@link #text(String)}, without showing it when it is none. */
    Optional<String> hiddenText(String key) {
        return find(key).map(Value::hidden);
    }

    /** Several, likewise hidden. */
    Optional<List<String>> hiddenTexts(String key) {
        return find(key).map(value -> value.elements().stream().map(Value::hidden).toList());
    }

    /** Any value at all. */
    Optional<JsonNode> tree(String key) {
        return find(key).map(Value::node);
    }

    /** Refuses the keys that nobody asked for. */
    void done() {
        for (var name : (Iterable<String>) node::fieldNames) {
            if (!known.contains(name)) {
                throw new ConfigException(path(name) + ": unknown key, expected one of " + String.join(", ", known));
            }
        }
    }

    private Optional<Value> find(String key) {
        known.add(key);
        var keyPath = path(key);
        var value = environment.find(keyPath)
                .map(variable -> new Value(variable.name(), TextNode.valueOf(variable.value()), true))
                .or(() -> Optional.ofNullable(node.get(key)).filter(child -> !child.isNull())
                        .map(child -> new Value(keyPath, child, false)));
        if (later && value.isPresent()) {
            withoutEffect.add(keyPath);
        }
        return value;
    }
}
