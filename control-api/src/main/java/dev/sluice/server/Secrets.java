package dev.sluice.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the command line takes secrets from: a file or standard input. Never arguments, which every user of the host sees.
 *
 * @param in standard input
 */
record Secrets(InputStream in) {
    static final Path STDIN = Path.of("-");
    private static final int MAX_BYTES = 64 * 1024;

    static Secrets system() {
        return new Secrets(System.in);
    }

    /** The first line of a file, or of standard input for {@code -}. */
    String fromFile(String option, Path file) throws UsageException {
        try (var bytes = file.equals(STDIN) ? in : Files.newInputStream(file)) {
            var text = new String(bytes.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
            var line = text.lines().findFirst().orElse("").strip();
            if (line.isEmpty()) {
                throw UsageException.found(option, "an empty first line in " + file, "the secret");
            }
            return line;
        } catch (IOException _) {
            throw UsageException.found(option, "no readable file " + file, "a file that holds the secret");
        }
    }
}
