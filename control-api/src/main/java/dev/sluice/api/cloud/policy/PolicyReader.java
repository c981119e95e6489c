package dev.sluice.api.cloud.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sluice.config.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads policies as the cloud's access management writes them. Strict: a part of a policy that were passed over would leave
 * more allowed than its writer thinks.
 */
final class PolicyReader {
    static final String RESOURCE = "qcs::trtc::uin/";
    private static final Map<String, Policy> PRESETS = Map.of("QcloudTRTCFullAccess", Policy.ALL,
            "QcloudTRTCReadonlyAccess", Policy.READ);
    private static final Set<String> DOCUMENT = Set.of("version", "statement");
    private static final Set<String> STATEMENT = Set.of("effect", "action", "resource");
    private static final String VERSION = "2.0";

    private final boolean uinKnown;

    /** @param uinKnown whether the key has one, so that a resource may name one */
    PolicyReader(boolean uinKnown) {
        this.uinKnown = uinKnown;
    }

    /** @param path what a refusal calls it */
    Policy read(String path, JsonNode policy) {
        return policy.isTextual() ? preset(path, policy.asText()) : document(path, policy);
    }

    private static Policy preset(String path, String name) {
        var preset = PRESETS.get(name);
        if (preset == null) {
            throw ConfigException.found(path, "another name", "one of " + String.join(", ", PRESETS.keySet().stream()
                    .sorted().toList()) + " or a policy");
        }
        return preset;
    }

    private Policy document(String path, JsonNode policy) {
        checkMembers(path, policy, DOCUMENT);
        if (!policy.path("version").isTextual() || !policy.path("version").asText().equals(VERSION)) {
            throw ConfigException.found(path + ".version", "something else", "\"" + VERSION + "\", in quotes");
        }
        if (!policy.path("statement").isArray()) {
            throw ConfigException.found(path + ".statement", kind(policy.get("statement")), "a list of statements");
        }
        var statements = new ArrayList<Statement>();
        for (var statement : policy.path("statement")) {
            statements.add(statement(path + ".statement[" + statements.size() + "]", statement));
        }
        return new Policy(statements);
    }

    private Statement statement(String path, JsonNode statement) {
        checkMembers(path, statement, STATEMENT);
        boolean allows = switch (statement.path("effect").asText()) {
            case "allow" -> true;
            case "deny" -> false;
            default -> throw ConfigException.found(path + ".effect", kind(statement.get("effect")), "allow or deny");
        };
        return new Statement(allows,
                patterns(path + ".action", statement.get("action"), pattern -> pattern.canBegin(Statement.ACTION),
                        "* or " + Statement.ACTION + "ACTION"),
                patterns(path + ".resource", statement.get("resource"), pattern -> pattern.canBegin(RESOURCE),
                        "* or " + RESOURCE + "UIN:sdkappid/ID")
                        .stream().map(pattern -> checkUin(path + ".resource", pattern)).toList());
    }

    private Pattern checkUin(String path, Pattern resource) {
        boolean named = resource.text().startsWith(RESOURCE) && !resource.text().startsWith(RESOURCE + "*");
        if (named && !uinKnown) {
            throw ConfigException.found(path, "a uin", "the key's uin, too, or uin/*");
        }
        return resource;
    }

    /** One pattern or several. */
    private static List<Pattern> patterns(String path, @Nullable JsonNode node, Predicate<Pattern> possible,
            String expected) {
        var patterns = new ArrayList<Pattern>();
        for (var text : node != null && node.isArray() ? node : List.of(orMissing(node))) {
            var pattern = new Pattern(text.asText());
            if (!text.isTextual() || (!pattern.bare() && !possible.test(pattern))) {
                throw ConfigException.found(path, text.isTextual() ? "a pattern that matches nothing" : kind(text),
                        expected);
            }
            patterns.add(pattern);
        }
        if (patterns.isEmpty()) {
            throw ConfigException.found(path, "an empty list", expected);
        }
        return patterns;
    }

    private static JsonNode orMissing(@Nullable JsonNode node) {
        return node == null ? MissingNode.getInstance() : node;
    }

    private static void checkMembers(String path, JsonNode node, Set<String> known) {
        if (!node.isObject()) {
            throw ConfigException.found(path, kind(node), "keys and values");
        }
        for (var member : node.properties()) {
            if (!known.contains(member.getKey())) {
                throw new ConfigException(path + "." + member.getKey().replaceAll("[^A-Za-z0-9_.:-]", "?")
                        + ": unknown key, expected one of " + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    private static String kind(@Nullable JsonNode node) {
        if (node == null || node.isMissingNode() || node.isNull()) {
            return "nothing";
        }
        return node.isArray() ? "a list" : node.isObject() ? "keys and values" : "another value";
    }
}
