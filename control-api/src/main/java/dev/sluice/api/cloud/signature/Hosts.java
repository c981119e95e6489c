package dev.sluice.api.cloud.signature;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The hosts that a client may have signed. Node signs the Host header without its port; a client behind a gateway signs the
 * endpoint that it was given, which the configuration names.
 */
record Hosts(List<String> aliases) {
    Hosts {
        aliases = List.copyOf(aliases);
    }

    Set<String> candidates(Optional<String> host) {
        var candidates = new LinkedHashSet<String>();
        host.ifPresent(sent -> {
            candidates.add(sent);
            candidates.add(withoutPort(sent));
        });
        candidates.addAll(aliases);
        return candidates;
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
