package dev.sluice.server.relay;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class FirstStartTest {
    @Test
    void valuesStandInOneColumn() {
        var block = new FirstStart("Sluice is running.").line("Console", "http://localhost:1/console/")
                .line("Admin token", "secret").note("Keep it.");
        assertThat(block.text()).isEqualTo("""

                  Sluice is running.

                  Console      http://localhost:1/console/
                  Admin token  secret

                  Keep it.

                """);
        assertThat(block).hasToString("Sluice is running.");
    }

    @Test
    void thePrivateFileIsOursAlone(@TempDir Path folder) throws Exception {
        var file = folder.resolve("data").resolve(FirstStart.FILE);
        PrivateFiles.write(file, "first");
        PrivateFiles.write(file, "second");
        assertThat(file).hasContent("second");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        try (var left = Files.list(file.getParent())) {
            assertThat(left).hasSize(1);
        }
    }
}
