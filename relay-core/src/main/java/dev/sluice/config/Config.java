package dev.sluice.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.room.TakeoverPolicy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole configuration; names are those of the YAML keys. Immutable, and shows no secret.
 *
 * @param apps none where nothing was configured, see {@link GeneratedSecrets}
 * @param apiKeys who may call the cloud API; none: nobody
 * @param notYetEffective keys that were set and change nothing in this version
 */
public record Config(Http http, Rtmp rtmp, WebRtc webrtc, Console console, Log log, Data data, Storage storage,
        Retention retention, List<App> apps, List<ApiKey> apiKeys, Pull pull, Limits limits,
        List<String> notYetEffective) {
    public Config {
        apps = List.copyOf(apps);
        apiKeys = List.copyOf(apiKeys);
        notYetEffective = List.copyOf(notYetEffective);
    }

    /**
     * Reads the file and the environment, which has the last word.
     *
     * @param file none: the defaults
     * @throws ConfigException for the first thing that is wrong
     */
    public static Config load(Optional<Path> file, Map<String, String> environment) {
        return ConfigReader.read(file, environment);
    }

    /** What counts where nothing is configured. */
    public static Config defaults() {
        return load(Optional.empty(), Map.of());
    }

    /** As YAML, with secrets masked. */
    public String toYaml() {
        return ConfigWriter.yaml(this);
    }

    /**
     * @param host address to bind; {@code ::} is dual-stack
     * @param publicUrl how the world reaches this server, without a slash at the end
     * @param tls present: the port speaks HTTPS and nothing else
     * @param hostAliases names that clients of the cloud API may have signed in place of the Host header they sent
     * @param corsOrigins origins, or {@code *}
     * @param metricsToken what /metrics wants as Bearer; none: open
     */
    public record Http(String host, int port, Optional<Tls> tls, Optional<URI> publicUrl, List<String> hostAliases,
            List<String> corsOrigins, Optional<Secret> metricsToken) {
        public Http {
            hostAliases = List.copyOf(hostAliases);
            corsOrigins = List.copyOf(corsOrigins);
        }
    }

    /**
     * @param tlsPort counts where there is {@code tls}
     * @param tls present: there is a port for RTMPS, too
     */
    public record Rtmp(String host, int port, int tlsPort, Optional<Tls> tls) {}

    /**
     * Files in PEM, read anew when they change.
     *
     * @param cert the certificate, then those that lead to its root
     * @param key the certificate's private key, not encrypted
     */
    public record Tls(Path cert, Path key) {}

    /** @param advertise IP addresses for candidates; none: the host's own */
    public record WebRtc(String host, int port, List<String> advertise, List<IceServer> iceServers) {
        public WebRtc {
            advertise = List.copyOf(advertise);
            iceServers = List.copyOf(iceServers);
        }
    }

    /** A STUN or TURN server that clients are told of, RFC 9725 4.6. */
    public record IceServer(String url, Optional<String> username, Optional<Secret> credential) {}

    public record Console(Optional<Secret> adminToken) {}

    public record Log(LogFormat format, LogLevel level) {}

    public enum LogFormat {
        TEXT, JSON
    }

    public enum LogLevel {
        TRACE, DEBUG, INFO, WARN, ERROR
    }

    /** @param directory where the process keeps what must outlive it */
    public record Data(Path directory) {}

    /**
     * Where tasks and events are kept.
     *
     * @param url jdbc:sqlite: or jdbc:postgresql:, without a password
     * @param user none: as the URL or the system says
     */
    public record Storage(String url, Optional<String> user, Optional<Secret> password) {}

    /** How long what is over stays in the database. */
    public record Retention(Duration endedTasks, Duration deliveredEvents, Duration deadEvents) {}

    /**
     * @param allowPrivateAddresses whether sources may lie on the loopback and in private networks
     * @param allowAddresses where else sources may lie; metadata services, too, if they are named
     */
    public record Pull(boolean allowPrivateAddresses, List<Network> allowAddresses, int maxConcurrent) {
        public Pull {
            allowAddresses = List.copyOf(allowAddresses);
        }
    }

    /**
     * One application.
     *
     * @param secretKeys at least one; the first signs, each verifies
     * @param requirePrivateMapKey whether nobody enters a room without one
     * @param graceSeconds how long a publisher whose connection was lost keeps its place
     * @param callback where it hears of events; none: nowhere
     * @param ignoreUnsupported names of parameters of Start that are accepted and change nothing
     */
    public record App(long sdkAppId, List<Secret> secretKeys, boolean requirePrivateMapKey, TakeoverPolicy takeover,
            int graceSeconds, Optional<Callback> callback, List<String> ignoreUnsupported) {
        static final int DEFAULT_GRACE_SECONDS = 10;

        public App {
            secretKeys = List.copyOf(secretKeys);
            ignoreUnsupported = List.copyOf(ignoreUnsupported);
        }

        /** The keys as a verifier wants them. */
        public List<String> revealedKeys() {
            return secretKeys.stream().map(Secret::reveal).toList();
        }
    }

    /**
     * A key of the cloud API.
     *
     * @param policy a preset's name or a policy, not looked into yet; none: the key may do everything
     */
    public record ApiKey(String secretId, Secret secretKey, Optional<String> uin, Optional<JsonNode> policy) {}
}
