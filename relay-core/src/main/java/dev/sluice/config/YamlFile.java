package dev.sluice.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes a tree of a YAML file, or of the JSON text of an environment variable. */
final class YamlFile {
    private static final YAMLFactory YAML = YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL).build();
    private static final JsonMapper TREES = new JsonMapper();
    private static final JsonMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();

    private YamlFile() {}

    /** An empty file is an empty section. */
    static ObjectNode read(Path file) {
        try (var parser = new NoAliases(YAML.createParser(Files.readString(file)))) {
            @Nullable
            JsonNode tree = TREES.readTree(parser);
            if (parser.nextToken() != null) {
                throw ConfigException.found(file.toString(), "several YAML documents", "one");
            }
            return section(file, tree);
        } catch (JsonProcessingException malformed) {
            throw new ConfigException(place(file, malformed.getLocation()) + ": " + oneLine(malformed));
        } catch (IOException unreadable) {
            throw ConfigException.found("--config", "no readable file " + file, "a YAML file in UTF-8");
        }
    }

    /** @throws JsonProcessingException when it is no JSON */
    static JsonNode json(String text) throws JsonProcessingException {
        return JSON.readTree(text);
    }

    private static ObjectNode section(Path file, @Nullable JsonNode tree) {
        if (tree == null || tree.isNull()) {
            return JsonNodeFactory.instance.objectNode();
        }
        return new Value(file.toString(), tree, false).object();
    }

    private static String place(Path file, JsonLocation at) {
        return at == null ? file.toString() : file + " line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    /** The parser's message without the lines of the file that it quotes, which may hold a secret. */
    private static String oneLine(JsonProcessingException malformed) {
        return malformed.getOriginalMessage().lines().takeWhile(line -> !line.startsWith(" at "))
                .filter(line -> !line.startsWith(" ")).collect(Collectors.joining("; "));
    }

    /** Jackson would hand out the name of a YAML alias as if it were the value. */
    private static final class NoAliases extends JsonParserDelegate {
        private final YAMLParser yaml;

        NoAliases(YAMLParser yaml) {
            super(yaml);
            this.yaml = yaml;
        }

        @Override
        public JsonToken nextToken() throws IOException {
            var token = super.nextToken();
            if (yaml.isCurrentAlias()) {
                throw new JsonParseException((JsonParser) this,
                        "found an alias (*), expected the value itself");
            }
            return token;
        }
    }
}
