package dev.sluice.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Secrets from the configuration itself or from files that it names. */
final class Secrets {
    private static final long MAX_FILE_BYTES = 64 * 1024;

    private Secrets() {}

    /** The text of {@code key} as one line, or the lines of the file that {@code keyFile} names. */
    static Optional<List<String>> lines(Section section, String key) {
        return choose(section, key, section.hiddenText(key).map(List::of));
    }

    /** The texts of the list {@code key}, or the lines of the file that {@code keyFile} names. */
    static Optional<List<String>> list(Section section, String key) {
        return choose(section, key, section.hiddenTexts(key));
    }

    private static Optional<List<String>> choose(Section section, String key, Optional<List<String>> direct) {
        var file = section.text(key + "File");
        if (direct.isPresent() && file.isPresent()) {
            throw ConfigException.found(section.path(key), "itself and " + key + "File", "one of them");
        }
        return direct.or(() -> file.map(name -> read(section.path(key + "File"), name)));
    }

    private static List<String> read(String path, String name) {
        try {
            var file = Path.of(name);
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw ConfigException.found(path, "a file of " + Files.size(file) + " bytes",
                        "at most " + MAX_FILE_BYTES);
            }
            var lines = Files.readAllLines(file).stream().map(String::strip).filter(line -> !line.isEmpty()).toList();
            if (lines.isEmpty()) {
                throw ConfigException.found(path, "an empty file '" + name + "'", "the secret");
            }
            return lines;
        } catch (IOException | InvalidPathException _) {
            throw ConfigException.found(path, "no readable file '" + name + "'", "a file that holds the secret");
        }
    }
}
