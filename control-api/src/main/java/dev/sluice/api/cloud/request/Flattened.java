package dev.sluice.api.cloud.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.regex.Pattern;

/** Makes a tree of flattened parameters: {@code A.B} is the member B of A, {@code A.0} the first of a list A. */
final class Flattened {
    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,3}");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Flattened() {}

    static ObjectNode tree(Map<String, String> pairs) throws MalformedException {
        var root = NODES.objectNode();
        for (var pair : pairs.entrySet()) {
            put(root, pair.getKey().split("\\.", -1), TextNode.valueOf(pair.getValue()));
        }
        var tree = NODES.objectNode();
        for (var member : root.properties()) {
            tree.set(member.getKey(), lists(member.getValue()));
        }
        return tree;
    }

    private static void put(ObjectNode root, String[] path, TextNode value) throws MalformedException {
        if (path.length > JsonBody.MAX_DEPTH) {
            throw new MalformedException("a name of " + path.length + " parts", "at most " + JsonBody.MAX_DEPTH);
        }
        var parent = root;
        for (int i = 0; i < path.length - 1; i++) {
            var child = parent.path(path[i]);
            if (child.isMissingNode()) {
                child = parent.putObject(path[i]);
            }
            if (!(child instanceof ObjectNode object)) {
                throw mixed();
            }
            parent = object;
        }
        if (parent.putIfAbsent(path[path.length - 1], value) != null) {
            throw mixed();
        }
    }

    private static MalformedException mixed() {
        return new MalformedException("a parameter that is a value and has parts", "one of them");
    }

    /** Objects whose members are indices become lists. */
    private static JsonNode lists(JsonNode node) throws MalformedException {
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        boolean list = object.propertyStream().allMatch(member -> INDEX.matcher(member.getKey()).matches());
        return list ? list(object) : members(object);
    }

    private static JsonNode members(ObjectNode object) throws MalformedException {
        var members = NODES.objectNode();
        for (var member : object.properties()) {
            members.set(member.getKey(), lists(member.getValue()));
        }
        return members;
    }

    private static JsonNode list(ObjectNode object) throws MalformedException {
        var list = NODES.arrayNode();
        for (int i = 0; i < object.size(); i++) {
            var element = object.get(Integer.toString(i));
            if (element == null) {
                throw new MalformedException("a list with gaps", "indices from 0 on");
            }
            list.add(lists(element));
        }
        return list;
    }
}
