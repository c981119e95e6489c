package dev.sluice.api.cloud.policy;

import java.util.List;

/** One statement of a policy: allows or denies these actions on these resources. */
record Statement(boolean allows, List<Pattern> actions, List<Pattern> resources) {
    Statement {
        actions = List.copyOf(actions);
        resources = List.copyOf(resources);
    }

    static final String ACTION = "name/trtc:";

    boolean names(String action) {
        return actions.stream().anyMatch(pattern -> pattern.matches(ACTION + action));
    }

    boolean concerns(String action, String resource) {
        return names(action) && resources.stream().anyMatch(pattern -> pattern.matches(resource));
    }
}
