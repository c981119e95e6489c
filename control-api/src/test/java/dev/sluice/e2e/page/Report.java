package dev.sluice.e2e.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Measured figures and pictures, left in {@code target/e2e} for people to look at. */
public final class Report {
    private static final Path FOLDER = Path.of(System.getProperty("basedir", ""), "target", "e2e").toAbsolutePath();

    private Report() {}

    public static Path file(String name) {
        try {
            Files.createDirectories(FOLDER);
            return FOLDER.resolve(name);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public static synchronized void line(String text) {
        try {
            Files.writeString(file("figures.txt"), text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
