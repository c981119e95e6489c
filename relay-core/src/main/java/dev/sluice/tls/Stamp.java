package dev.sluice.tls;

import dev.sluice.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/** How the two files looked. Links are followed, for Kubernetes and certbot swap them and leave the files alone. */
record Stamp(@Nullable Look cert, @Nullable Look key) {

    private record Look(@Nullable Object file, FileTime modified, long size) {
        static @Nullable Look at(Path path) {
            try {
                var found = Files.readAttributes(path, BasicFileAttributes.class);
                return new Look(found.fileKey(), found.lastModifiedTime(), found.size());
            } catch (IOException _) {
                return null;
            }
        }
    }

    static Stamp of(Config.Tls files) {
        return new Stamp(Look.at(files.cert()), Look.at(files.key()));
    }
}
