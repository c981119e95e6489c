package dev.sluice.api.cloud.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The parameters of a request as one tree, without those that every request may have.
 *
 * @param texts whether they came by query or form, so that each value is a text
 */
public record Parameters(ObjectNode tree, boolean texts) {
    /** Those of signature v1; no action has a field of these names. */
    private static final Set<String> COMMON = Set.of("Action", "Version", "Timestamp", "Nonce", "SecretId", "Region",
            "SignatureMethod", "RequestClient", "Token", "Language", "Signature");
    private static final int MAX_DIGITS = 18;

    public static Parameters of(Call call) throws MalformedException {
        var tree = call.form()
                ? Flattened.tree(call.get() ? Form.parse(call.query()) : Form.parse(call.body()))
                : JsonBody.read(call.body());
        tree.remove(COMMON);
        return new Parameters(tree, call.form());
    }

    /** A whole number, if there is one under this name: to know what a request is about before its fields are checked. */
    public OptionalLong number(String name) {
        var node = tree.path(name);
        return readable(node) ? OptionalLong.of(node.asLong()) : OptionalLong.empty();
    }

    private boolean readable(JsonNode node) {
        return texts
                ? node.asText().matches("[0-9]{1," + MAX_DIGITS + "}")
                : node.isIntegralNumber() && node.canConvertToLong();
    }
}
