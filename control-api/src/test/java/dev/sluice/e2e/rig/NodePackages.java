package dev.sluice.e2e.rig;

import dev.sluice.e2e.page.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** A folder with a Node script and the packages of its lock file, which npm fetches once for a build folder. */
final class NodePackages {
    private static final List<String> FILES = List.of("package.json", "package-lock.json", "sdk.js");
    private static final Duration FETCH = Duration.ofMinutes(2);

    private NodePackages() {}

    static synchronized Path folder() {
        var folder = Report.file("node");
        try {
            Files.createDirectories(folder);
            var wanted = resource("package-lock.json");
            var present = folder.resolve("fetched-lock.json");
            for (var file : FILES) {
                Files.write(folder.resolve(file), resource(file));
            }
            if (!Files.exists(present) || !Arrays.equals(Files.readAllBytes(present), wanted)) {
                fetch(folder);
                Files.copy(folder.resolve("package-lock.json"), present, StandardCopyOption.REPLACE_EXISTING);
            }
            return folder;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void fetch(Path folder) {
        var npm = ChildProcess.start("npm", new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit",
                "--no-fund").directory(folder.toFile()));
        if (npm.awaitExit(FETCH) != 0) {
            throw npm.fail("these tests need npm and its registry");
        }
    }

    private static byte[] resource(String file) throws IOException {
        try (var stream = NodePackages.class.getResourceAsStream("/e2e/node/" + file)) {
            if (stream == null) {
                throw new AssertionError("no resource " + file);
            }
            return stream.readAllBytes();
        }
    }
}
