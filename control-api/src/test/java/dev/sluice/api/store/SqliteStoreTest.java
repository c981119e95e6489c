package dev.sluice.api.store;

import dev.sluice.config.Config;
import dev.sluice.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SqliteStoreTest extends StoreContract {
    @TempDir
    private Path folder = Path.of("");

    private @Nullable Connection stranger;

    @Override
    Config.Storage empty() {
        return at(folder.resolve("data/sluice.db"));
    }

    private static Config.Storage at(Path file) {
        return new Config.Storage("jdbc:sqlite:" + file, Optional.empty(), Optional.empty());
    }

    /** Another program, such as a backup, holds the file. */
    @Override
    void stopDatabase(Config.Storage where) throws SQLException {
        stranger = DriverManager.getConnection(where.url());
        stranger.createStatement().execute("BEGIN EXCLUSIVE");
    }

    @Override
    void startDatabase() throws SQLException {
        if (stranger != null) {
            stranger.close();
        }
    }

    @Test
    void nobodyElseReadsTheFiles() throws IOException {
        commitOne();
        try (var files = Files.list(folder.resolve("data"))) {
            assertThat(files).hasSize(4).allSatisfy(file -> assertThat(
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------"));
        }
    }

    @Test
    void oneProcessHasTheFile() {
        assertThatThrownBy(() -> SqlStore.open(empty(), PATIENCE)).isInstanceOf(ConfigException.class).hasMessage(
                "storage.url: found " + folder.resolve("data/sluice.db")
                        + ", which another relay has open, expected a file of its own");
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws IOException {
        var file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> SqlStore.open(at(file.resolve("sluice.db")))).isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("storage.url: found a file " + file + "/sluice.db that cannot be made (");
    }

    @Test
    void aFileThatIsNoDatabaseIsRefused() throws IOException {
        var file = Files.writeString(folder.resolve("text"),
                "no database, but long enough to look like one".repeat(30));
        assertThatThrownBy(() -> SqlStore.open(at(file))).isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("storage.url: found a database that is not ours to change (")
                .hasMessageNotContaining("\n");
    }
}
