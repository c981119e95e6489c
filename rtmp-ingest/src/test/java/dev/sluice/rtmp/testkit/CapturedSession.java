package dev.sluice.rtmp.testkit;

import dev.sluice.rtmp.codec.Handshake;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;

/** What a real encoder said to the relay, from C0 to the close, and the text beside it. */
public final class CapturedSession {
    /** C0, C1 and C2. */
    public static final int HANDSHAKE_BYTES = 1 + 2 * Handshake.SIZE;
    private static final String FOUND = "found: ";

    private final String name;
    private final byte[] bytes;
    private final String found;

    private CapturedSession(String name, byte[] bytes, String found) {
        this.name = name;
        this.bytes = bytes;
        this.found = found;
    }

    public static Stream<CapturedSession> all() {
        try {
            var folder = Path.of(Objects.requireNonNull(CapturedSession.class.getResource("/dev/sluice/rtmp/sessions"))
                    .toURI());
            try (var files = Files.list(folder)) {
                return files.filter(file -> file.toString().endsWith(".rtmp")).sorted().map(CapturedSession::of)
                        .toList().stream();
            }
        } catch (IOException | URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static CapturedSession of(Path file) {
        var name = file.getFileName().toString().replace(".rtmp", "");
        try {
            var found = Files.readAllLines(file.resolveSibling(name + ".txt")).stream()
                    .filter(line -> line.startsWith(FOUND)).findFirst().orElse("");
            return new CapturedSession(name, Files.readAllBytes(file), found.replace(FOUND, ""));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Not to be written to. */
    public byte[] bytes() {
        return bytes;
    }

    public byte[] behindHandshake() {
        return Arrays.copyOfRange(bytes, HANDSHAKE_BYTES, bytes.length);
    }

    /** What a replay finds, as the text has it. */
    public String found() {
        return found;
    }

    @Override
    public String toString() {
        return name;
    }
}
