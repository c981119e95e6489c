package dev.sluice.api.store;

import dev.sluice.config.ConfigException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The file of an SQLite store. Only its owner can read it, because URLs of streams are in it; SQLite gives its log the same
 * mode. One process holds it at a time, by a lock on a file beside it that ends with the process: SQLite's own locks would
 * let two relays run the same tasks.
 */
final class StoreFile implements AutoCloseable {
    private final FileChannel lock;

    private StoreFile(FileChannel lock) {
        this.lock = lock;
    }

    /**
     * Makes the file where there is none.
     *
     * @throws ConfigException in one line
     */
    static StoreFile hold(Path file) {
        try {
            var absolute = file.toAbsolutePath();
            Files.createDirectories(absolute.resolveSibling(""));
            var held = lock(absolute.resolveSibling(absolute.getFileName() + ".lock"), file);
            if (!Files.exists(absolute)) {
                Files.createFile(absolute, ownerOnly());
            }
            return held;
        } catch (IOException unusable) {
            throw ConfigException.found("storage.url", "a file " + file + " that cannot be made ("
                    + unusable.getClass().getSimpleName() + ")", "one in a folder that can be written");
        }
    }

    private static StoreFile lock(Path lockFile, Path file) throws IOException {
        var channel = FileChannel.open(lockFile, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                ownerOnly());
        try {
            if (channel.tryLock() != null) {
                return new StoreFile(channel);
            }
        } catch (OverlappingFileLockException _) {
            // Held within this process.
        }
        channel.close();
        throw ConfigException.found("storage.url", file + ", which another relay has open", "a file of its own");
    }

    private static FileAttribute<?>[] ownerOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[]{
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0];
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException _) {
            // The lock ends with the process at the latest.
        }
    }
}
