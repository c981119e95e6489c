package dev.sluice.api.cloud.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.api.cloud.answer.CloudException;
import dev.sluice.api.cloud.answer.Code;
import dev.sluice.api.cloud.answer.Shown;
import java.util.Locale;

/** Makes a value of what stands under a field's name, or throws a {@link CloudException}. */
@FunctionalInterface
interface Type<T> {
    T read(Found found);

    /**
     * @param path the field's whole name
     * @param text whether it came by query or form, where every value is a text
     */
    record Found(String path, JsonNode node, boolean text) {
        /** The value itself stays out of the message: it may be a token. */
        CloudException wrongType(String expected) {
            return CloudException.found(Code.INVALID_PARAMETER, path,
                    text && node.isTextual()
                            ? "another text"
                            : "a JSON " + node.getNodeType().name().toLowerCase(Locale.ROOT),
                    expected);
        }

        CloudException outOfRange(String expected) {
            return CloudException.found(Code.INVALID_PARAMETER_VALUE, path, Shown.of(node.asText()), expected);
        }
    }
}
