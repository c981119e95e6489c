package dev.sluice.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configuration as YAML, keys and forms as they are read, secrets masked, absent ones left out. */
final class ConfigWriter {
    private static final YAMLMapper YAML = YAMLMapper.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS).build();

    private ConfigWriter() {}

    static String yaml(Config config) {
        var root = members(config);
        root.remove("notYetEffective");
        try {
            return YAML.writeValueAsString(root);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Map<String, Object> members(Record section) {
        var members = new LinkedHashMap<String, Object>();
        for (var component : section.getClass().getRecordComponents()) {
            var value = value(component, section);
            if (!Optional.empty().equals(value)) {
                members.put(component.getName(), plain(value));
            }
        }
        return members;
    }

    private static Object plain(Object value) {
        return switch (value) {
            case Optional<?> present -> plain(present.orElseThrow());
            case List<?> list -> list.stream().map(ConfigWriter::plain).toList();
            case Record section -> members(section);
            case Enum<?> word -> ConfigReader.word(word);
            case JsonNode tree -> tree;
            case Number number -> number;
            case Boolean flag -> flag;
            case Duration duration -> Quantity.text(duration);
            default -> value.toString();
        };
    }

    private static Object value(RecordComponent component, Record section) {
        try {
            return component.getAccessor().invoke(section);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
