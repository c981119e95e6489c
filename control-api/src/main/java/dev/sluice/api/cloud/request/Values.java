package dev.sluice.api.cloud.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.api.cloud.answer.CloudException;
import dev.sluice.api.cloud.answer.Code;
import dev.sluice.api.cloud.answer.Shown;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The fields that a request has, each of its type and within its range. */
public final class Values {
    private final Map<Field<?>, Object> values = new HashMap<>();

    private Values() {}

    /** @throws CloudException for the first thing that is wrong, a field that there is not before all others */
    public static Values read(Parameters parameters, List<Field<?>> table) {
        return read("", parameters.tree(), parameters.texts(), table);
    }

    static Values read(String prefix, ObjectNode tree, boolean texts, List<Field<?>> table) {
        var names = table.stream().map(Field::name).collect(Collectors.toSet());
        for (var member : tree.properties()) {
            if (!names.contains(member.getKey())) {
                throw new CloudException(Code.UNKNOWN_PARAMETER,
                        "the action has no parameter " + Shown.of(prefix + member.getKey()));
            }
        }
        var values = new Values();
        table.forEach(field -> field.read(prefix, tree, texts).ifPresent(value -> values.values.put(field, value)));
        return values;
    }

    @SuppressWarnings("unchecked") // a field's own type made the value
    public <T> Optional<T> find(Field<T> field) {
        return Optional.ofNullable((T) values.get(field));
    }

    /** Of a field that is required. */
    public <T> T require(Field<T> field) {
        return find(field).orElseThrow(() -> new IllegalStateException(field.name() + " is not required"));
    }

    /** The names of those that a request has, of these. */
    public List<String> present(List<Field<?>> fields) {
        return fields.stream().filter(values::containsKey).map(Field::name).toList();
    }
}
