package dev.sluice.api.cloud.policy;

import dev.sluice.config.Config;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The configured keys by their ids. Immutable. */
public final class ApiKeys {
    private ApiKeys() {}

    /** @throws dev.sluice.config.ConfigException for a policy that is not understood to its last member */
    public static Map<String, ApiKey> of(List<Config.ApiKey> configured) {
        var keys = new LinkedHashMap<String, ApiKey>();
        for (var key : configured) {
            var reader = new PolicyReader(key.uin().isPresent());
            var path = "apiKeys[" + keys.size() + "].policy";
            keys.put(key.secretId(), new ApiKey(key.secretId(), key.secretKey(), key.uin().orElse(""),
                    key.policy().map(policy -> reader.read(path, policy)).orElse(Policy.ALL)));
        }
        return keys;
    }

    /** A line for each key and application: which of the actions it may do there. */
    public static List<String> table(Map<String, ApiKey> keys, List<Long> sdkAppIds, List<String> actions) {
        var lines = new ArrayList<String>();
        for (var key : keys.values()) {
            for (long sdkAppId : sdkAppIds) {
                var allowed = actions.stream().filter(action -> key.allows(action, OptionalLong.of(sdkAppId))).toList();
                lines.add("api key " + key.secretId() + ", application " + sdkAppId + ": "
                        + (allowed.isEmpty()
                                ? "nothing"
                                : allowed.equals(actions) ? "everything" : String.join(", ", allowed)));
            }
        }
        return lines;
    }
}
