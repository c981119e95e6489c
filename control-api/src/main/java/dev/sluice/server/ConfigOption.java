package dev.sluice.server;

import dev.sluice.config.Config;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --config}: where the configuration is read from. */
final class ConfigOption {
    @Option(names = "--config", paramLabel = "FILE", description = "The configuration (YAML). SLUICE_... variables have the last word.")
    private @Nullable Path file;

    Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** @throws dev.sluice.config.ConfigException for the first thing that is wrong */
    Config load() {
        return Config.load(file(), System.getenv());
    }
}
