package dev.sluice.e2e.rig;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A screen that nobody looks at, for programs with windows. */
final class Xvfb implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/Xvfb");
    private static final Duration START = Duration.ofSeconds(10);
    private final ChildProcess process;
    private final String display;

    /** Takes a free number and prints it. */
    Xvfb() {
        if (!Files.isExecutable(PROGRAM)) {
            throw new AssertionError("These tests need " + PROGRAM + "; on Debian: apt-get install xvfb");
        }
        process = ChildProcess.start("Xvfb", new ProcessBuilder(PROGRAM.toString(), "-displayfd", "1", "-screen", "0",
                "1280x720x24", "-nolisten", "tcp"));
        display = ":" + process.await("^\\d+$", START).group();
    }

    String display() {
        return display;
    }

    @Override
    public void close() {
        process.terminate(); // so that it takes its lock and its socket away
        process.awaitExit(START);
        process.close();
    }
}
