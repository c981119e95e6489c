package dev.sluice.config;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The variables that stand for configuration keys: {@code SLUICE_RTMP_PORT} for {@code rtmp.port}, and {@code
 * SLUICE_HTTP_PUBLIC_URL} or {@code SLUICE_HTTP_PUBLICURL} for {@code http.publicUrl}. Remembers which were asked for,
 * so that at the end the others can be named.
 */
final class Environment {
    private static final String PREFIX = "SLUICE_";
    /** Kubernetes writes these for a service that is named sluice; the launcher reads those of its own. */
    private static final Pattern FOREIGN = Pattern.compile("SLUICE_(SERVICE_.*|PORT|PORT_\\d+_.*|JAVA.*|JVM.*)");
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private final Map<String, String> variables;
    private final Set<String> asked = new HashSet<>();

    Environment(Map<String, String> variables) {
        this.variables = variables;
    }

    /** One variable that is set. */
    record Variable(String name, String value) {}

    Optional<Variable> find(String path) {
        var joined = PREFIX + path.replace('.', '_').toUpperCase(Locale.ROOT);
        var divided = PREFIX + HUMP.matcher(path).replaceAll("_").replace('.', '_').toUpperCase(Locale.ROOT);
        asked.add(joined);
        asked.add(divided);
        if (!joined.equals(divided) && variables.containsKey(joined) && variables.containsKey(divided)) {
            throw ConfigException.found(path, "both " + divided + " and " + joined, "one of them");
        }
        return variable(divided).or(() -> variable(joined));
    }

    private Optional<Variable> variable(String name) {
        return Optional.ofNullable(variables.get(name)).map(value -> new Variable(name, value));
    }

    /** Refuses variables of ours that are no key. */
    void checkAllKnown() {
        for (var name : new TreeSet<>(variables.keySet())) {
            if (name.startsWith(PREFIX) && !asked.contains(name) && !FOREIGN.matcher(name).matches()) {
                throw ConfigException.found(name, "a variable that is no configuration key",
                        "SLUICE_ and a key's name, such as SLUICE_RTMP_PORT");
            }
        }
    }
}
