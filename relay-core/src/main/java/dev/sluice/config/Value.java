package dev.sluice.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A value of the configuration.
 *
 * @param name what an error calls it: its key's path, or its variable
 * @param fromVariable whether it is the text of a variable, which stands for any type
 */
record Value(String name, JsonNode node, boolean fromVariable) {
    private static final int MAX_SHOWN = 60;

    ConfigException refused(String expected) {
        return ConfigException.found(name, shown(node), expected);
    }

    String text(String expected, Predicate<String> valid) {
        if (!node.isTextual()) {
            throw refused(expected + (node.isNumber() ? ", in quotes" : ""));
        }
        if (node.asText().isBlank() || !valid.test(node.asText())) {
            throw refused(expected);
        }
        return node.asText();
    }

    /** A text that no message shows. */
    String hidden() {
        if (!node.isTextual() || node.asText().isBlank()) {
            throw ConfigException.found(name, node.isTextual() ? "an empty text" : kind(node),
                    "text" + (node.isNumber() ? ", in quotes" : ""));
        }
        return node.asText();
    }

    Optional<Long> number() {
        if (fromVariable) {
            try {
                return Optional.of(Long.valueOf(node.asText()));
            } catch (NumberFormatException _) {
                return Optional.empty();
            }
        }
        return Optional.of(node).filter(n -> n.isIntegralNumber() && n.canConvertToLong()).map(JsonNode::longValue);
    }

    boolean flag() {
        boolean word = node.asText().equals("true") || node.asText().equals("false");
        if (!word || !(node.isBoolean() || fromVariable)) {
            throw refused("true or false");
        }
        return node.asText().equals("true");
    }

    List<Value> elements() {
        var list = fromVariable ? json() : node;
        if (!list.isArray()) {
            throw ConfigException.found(name, kind(list), "a list");
        }
        var elements = new ArrayList<Value>();
        for (int i = 0; i < list.size(); i++) {
            elements.add(new Value(name + "[" + i + "]", list.get(i), false));
        }
        return elements;
    }

    ObjectNode object() {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw ConfigException.found(name, kind(node), "keys and values");
    }

    private JsonNode json() {
        try {
            return YamlFile.json(node.asText());
        } catch (JsonProcessingException _) {
            throw ConfigException.found(name, "text that is no JSON", "a list in JSON");
        }
    }

    private static String kind(JsonNode node) {
        return node.isArray() ? "a list" : node.isObject() ? "keys and values" : "a single value";
    }

    /** A value in a message: bounded, printable. */
    static String shown(JsonNode node) {
        if (node.isContainerNode()) {
            return kind(node);
        }
        var text = node.asText();
        var printable = (text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "..." : text)
                .replaceAll("\\p{Cntrl}", "?");
        return node.isTextual() ? "'" + printable + "'" : printable;
    }
}
