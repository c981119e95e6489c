package dev.sluice.api.cloud;

import dev.sluice.api.cloud.policy.ApiKey;
import java.util.List;
import java.util.Map;

/**
 * How the cloud API is configured.
 *
 * @param keys by their ids, see {@link dev.sluice.api.cloud.policy.ApiKeys}
 * @param hostAliases what clients may have signed in place of the Host header
 * @param maxBodyBytes of a request
 * @param requestsPerSecond of one key for one action
 */
public record CloudSettings(Map<String, ApiKey> keys, List<String> hostAliases, int maxBodyBytes,
        int requestsPerSecond) {
    public CloudSettings {
        keys = Map.copyOf(keys);
        hostAliases = List.copyOf(hostAliases);
    }
}
