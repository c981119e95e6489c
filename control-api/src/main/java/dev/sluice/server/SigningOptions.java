package dev.sluice.server;

import dev.sluice.config.Config;
import dev.sluice.config.GeneratedSecrets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** For whom a token is made, how long it holds, and which key signs it. */
final class SigningOptions {
    @Mixin
    private ConfigOption configuration = new ConfigOption();

    @Option(names = "--app", paramLabel = "N", description = "sdkAppId. Without it: the configuration's first.")
    private @Nullable Long app;

    @Option(names = "--user", required = true, paramLabel = "U", description = "User id.")
    private String user = "";

    @Option(names = "--expire", paramLabel = "TIME", defaultValue = "24h", converter = DurationConverter.class, description = "How long it holds: 90s, 15m, 24h or 30d. Default: ${DEFAULT-VALUE}.")
    private Duration expire = Duration.ofDays(1);

    @Option(names = "--key-file", paramLabel = "FILE", description = "Holds the application's secret key; - is standard input. Without it: the configuration.")
    private @Nullable Path keyFile;

    private final Secrets secrets = Secrets.system();

    /** A key and the application that it belongs to. */
    record Key(long sdkAppId, String secret) {
        @Override
        public String toString() {
            return "Key of " + sdkAppId;
        }
    }

    String user() {
        return user;
    }

    Duration expire() {
        return expire;
    }

    Key key() throws UsageException {
        if (keyFile != null) {
            if (app == null) {
                throw UsageException.found("--app", "nothing", "the sdkAppId that the key belongs to");
            }
            return new Key(app, secrets.fromFile("--key-file", keyFile));
        }
        return configured(GeneratedSecrets.fill(configuration.load()).config());
    }

    private Key configured(Config config) throws UsageException {
        for (var each : config.apps()) {
            if (app == null || each.sdkAppId() == app) {
                return new Key(each.sdkAppId(), each.secretKeys().getFirst().reveal());
            }
        }
        throw UsageException.found("--app", String.valueOf(app),
                config.apps().stream().map(Config.App::sdkAppId).toList());
    }
}
