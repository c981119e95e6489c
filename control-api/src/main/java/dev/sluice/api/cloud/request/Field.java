package dev.sluice.api.cloud.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.api.cloud.answer.CloudException;
import dev.sluice.api.cloud.answer.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One field of an action's table.
 *
 * @param missing the code where a request has it not, or null, or empty; none: it may be absent
 */
public record Field<T>(String name, Type<T> type, @Nullable Code missing) {
    public static Field<Long> whole(String name, long min, long max) {
        return new Field<>(name, found -> Numbers.whole(found, min, max), null);
    }

    public static Field<Double> oneOf(String name, Set<Double> values) {
        return new Field<>(name, found -> Numbers.oneOf(found, values), null);
    }

    public static Field<String> text(String name) {
        return new Field<>(name, Field::text, null);
    }

    /** The Python SDK writes True and False in a form. */
    public static Field<Boolean> flag(String name) {
        return new Field<>(name, Field::flag, null);
    }

    public static Field<List<String>> texts(String name) {
        return new Field<>(name, Field::texts, null);
    }

    public static Field<Values> nested(String name, List<Field<?>> members) {
        return new Field<>(name, found -> {
            if (found.node() instanceof ObjectNode object) {
                return Values.read(found.path() + ".", object, found.text(), members);
            }
            throw found.wrongType("an object");
        }, null);
    }

    /** The same where the value is one of these, too. */
    public Field<T> only(Predicate<T> valid, String expected) {
        return new Field<>(name, found -> {
            var value = type.read(found);
            if (!valid.test(value)) {
                throw found.outOfRange(expected);
            }
            return value;
        }, missing);
    }

    public Field<T> required(Code whenMissing) {
        return new Field<>(name, type, whenMissing);
    }

    /** What a request has of this field. */
    Optional<T> read(String prefix, JsonNode parent, boolean text) {
        var node = parent.path(name);
        boolean absent = node.isMissingNode() || node.isNull();
        if (missing != null && (absent || (node.isTextual() && node.asText().isEmpty()))) {
            throw CloudException.found(missing, prefix + name, "nothing", "a value: it is required");
        }
        return absent ? Optional.empty() : Optional.of(type.read(new Type.Found(prefix + name, node, text)));
    }

    private static String text(Type.Found found) {
        if (!found.node().isTextual()) {
            throw found.wrongType("a string");
        }
        return found.node().asText();
    }

    private static boolean flag(Type.Found found) {
        if (found.node().isBoolean()) {
            return found.node().booleanValue();
        }
        return switch (found.text() ? found.node().asText() : "") {
            case "true", "True" -> true;
            case "false", "False" -> false;
            default -> throw found.wrongType("true or false");
        };
    }

    private static List<String> texts(Type.Found found) {
        if (!found.node().isArray()) {
            throw found.wrongType("a list of strings");
        }
        var texts = new ArrayList<String>();
        for (var element : found.node()) {
            texts.add(text(new Type.Found(found.path() + "." + texts.size(), element, found.text())));
        }
        return List.copyOf(texts);
    }
}
