package dev.sluice.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class GeneratedSecretsTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void fillsInAnApplicationAndATokenAndARestartFindsThem() {
        var first = GeneratedSecrets.fill(config(Map.of()));
        assertThat(first.adminTokenCreated()).isTrue();
        var app = first.config().apps().getFirst();
        assertThat(app.sdkAppId()).isEqualTo(1_400_000_000L);
        assertThat(app.revealedKeys().getFirst()).matches("[0-9a-f]{64}");
        assertThat(first.config().console().adminToken().orElseThrow().reveal()).matches("[A-Za-z0-9_-]{43}");
        var second = GeneratedSecrets.fill(config(Map.of()));
        assertThat(second.adminTokenCreated()).isFalse();
        assertThat(second.config()).isEqualTo(first.config());
    }

    @Test
    void onlyTheOwnerReadsThem() throws IOException {
        GeneratedSecrets.fill(config(Map.of()));
        try (var files = Files.list(directory())) {
            assertThat(files.toList()).hasSize(2).allSatisfy(file -> assertThat(
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------"));
        }
    }

    @Test
    void leavesTheFolderAloneWhereAllIsConfigured() {
        var configured = config(Map.of("SLUICE_CONSOLE_ADMIN_TOKEN", "t", "SLUICE_APPS",
                "[{\"sdkAppId\":1,\"secretKey\":\"k\"}]"));
        assertThat(GeneratedSecrets.fill(configured).config()).isEqualTo(configured);
        assertThat(directory()).doesNotExist();
    }

    @Test
    void saysWhyItCannot() throws IOException {
        Files.writeString(directory(), "a file");
        assertThat(catchThrowableOfType(ConfigException.class, () -> GeneratedSecrets.fill(config(Map.of()))))
                .hasMessageContaining("data.directory: found a folder").hasMessageContaining("app-1400000000.key");
    }

    @Test
    void anEmptyKeyFileIsNoKey() throws IOException {
        Files.createDirectories(directory());
        Files.writeString(directory().resolve("app-1400000000.key"), "\n");
        assertThat(catchThrowableOfType(ConfigException.class, () -> GeneratedSecrets.fill(config(Map.of()))))
                .hasMessageContaining("app-1400000000.key: found an empty file");
    }

    private Config config(Map<String, String> more) {
        var environment = new java.util.HashMap<>(more);
        environment.put("SLUICE_DATA_DIRECTORY", directory().toString());
        return Config.load(Optional.empty(), environment);
    }

    private Path directory() {
        return folder.resolve("data");
    }
}
