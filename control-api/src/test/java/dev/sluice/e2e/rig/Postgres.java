package dev.sluice.e2e.rig;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Debian's PostgreSQL with an empty database in a folder of its own, on loopback; it refuses to run as root. */
public final class Postgres implements AutoCloseable {
    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String USER = "sluice";

    private final Path folder;
    private final int port = freePort();
    private ChildProcess server;

    private Postgres(Path folder) {
        this.folder = folder;
        this.server = serve();
    }

    public static Postgres start() {
        try {
            var folder = Files.createTempDirectory("sluice-postgres-");
            if (isRoot()) {
                Files.setOwner(folder,
                        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
            }
            var made = ChildProcess.start("initdb", program("initdb", "-D", folder.toString(), "-U", USER, "-A",
                    "trust", "-E", "UTF8", "--locale=C", "--no-sync"));
            if (made.awaitExit(LIMIT) != 0) {
                throw made.fail("failed");
            }
            return new Postgres(folder);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What a relay is told as its {@code storage.url}. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=" + USER;
    }

    /** Takes the server away with all its connections; what was committed stays. */
    public void stop() {
        server.signal("INT");
        server.awaitExit(LIMIT);
    }

    public void startAgain() {
        server = serve();
    }

    private ChildProcess serve() {
        var started = ChildProcess.start("postgres", program("postgres", "-D", folder.toString(), "-p",
                Integer.toString(port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="));
        started.await("ready to accept connections", LIMIT);
        return started;
    }

    private static ProcessBuilder program(String name, String... arguments) {
        var command = new ArrayList<String>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        command.add(bin().resolve(name).toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).directory(Path.of("/").toFile());
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static Path bin() {
        try (var versions = Files.list(VERSIONS)) {
            return versions.max(Comparator.comparingInt(version -> Integer.parseInt(version.getFileName().toString())))
                    .orElseThrow().resolve("bin");
        } catch (IOException e) {
            throw new AssertionError("These tests need " + VERSIONS + "; on Debian: apt-get install postgresql", e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.signal("QUIT");
        server.close();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
