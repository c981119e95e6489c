package dev.sluice.config;

import dev.sluice.room.TakeoverPolicy;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Secrets for what nobody configured: the key of a first application and the console's admin token. They lie in the
 * data folder, readable by their owner only, so a restart finds them again.
 */
public final class GeneratedSecrets {
    /** The application that exists where none is configured. */
    public static final long SDK_APP_ID = 1_400_000_000L;
    private static final String KEY_FILE = "app-" + SDK_APP_ID + ".key";
    private static final String TOKEN_FILE = "admin.token";
    private static final int RANDOM_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path directory;

    private GeneratedSecrets(Path directory) {
        this.directory = directory;
    }

    /** @param adminTokenCreated whether the token is new, so that somebody should be told of it */
    public record Filled(Config config, boolean adminTokenCreated) {}

    /**
     * Completes a configuration; touches the data folder only if something is missing.
     *
     * @throws ConfigException when the folder cannot be written or what lies there cannot be read
     */
    public static Filled fill(Config config) {
        return new GeneratedSecrets(config.data().directory()).complete(config);
    }

    private Filled complete(Config config) {
        var apps = config.apps();
        if (apps.isEmpty()) {
            var key = readOrCreate(KEY_FILE, () -> HexFormat.of().formatHex(random()));
            apps = List.of(new Config.App(SDK_APP_ID, List.of(key), false, TakeoverPolicy.REPLACE,
                    Config.App.DEFAULT_GRACE_SECONDS, Optional.empty(), List.of()));
        }
        boolean tokenMissing = config.console().adminToken().isEmpty();
        boolean created = tokenMissing && !Files.exists(directory.resolve(TOKEN_FILE));
        var console = tokenMissing
                ? new Config.Console(Optional.of(readOrCreate(TOKEN_FILE,
                        () -> Base64.getUrlEncoder().withoutPadding().encodeToString(random()))))
                : config.console();
        return new Filled(new Config(config.http(), config.rtmp(), config.webrtc(), console, config.log(),
                config.data(), config.storage(), config.retention(), apps, config.apiKeys(), config.pull(),
                config.limits(), config.notYetEffective()), created);
    }

    private Secret readOrCreate(String name, Supplier<String> generator) {
        var file = directory.resolve(name);
        try {
            if (!Files.exists(file)) {
                create(file, generator.get());
            }
            var text = Files.readString(file).strip();
            if (text.isEmpty()) {
                throw ConfigException.found(file.toString(), "an empty file", "a secret; delete it to get a new one");
            }
            return Secret.of(text);
        } catch (IOException unusable) {
            throw ConfigException.found("data.directory", "a folder '" + directory + "' in which " + name
                    + " cannot be kept (" + unusable.getClass().getSimpleName() + ")", "a folder that can be written");
        }
    }

    /** Whole or not at all: a process killed meanwhile leaves no half a key behind. */
    private void create(Path file, String secret) throws IOException {
        Files.createDirectories(directory);
        var part = Files.createTempFile(directory, "new", ".part", ownerOnly());
        try {
            Files.writeString(part, secret + "\n", StandardOpenOption.SYNC);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        var permissions = PosixFilePermissions.fromString("rw-------");
        return posix
                ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static byte[] random() {
        var bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
