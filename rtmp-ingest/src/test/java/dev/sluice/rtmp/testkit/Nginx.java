package dev.sluice.rtmp.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** nginx with its RTMP module, in a folder of its own, on a free port of the loopback. */
public final class Nginx implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/nginx");
    private static final Path MODULE = Path.of("/usr/lib/nginx/modules/ngx_rtmp_module.so");
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Process process;
    private final InetSocketAddress address;

    private Nginx(Process process, InetSocketAddress address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts it.
     *
     * @param applications the blocks of its server
     */
    public static Nginx start(Path folder, String applications) throws IOException {
        if (!Files.exists(PROGRAM) || !Files.exists(MODULE)) {
            throw new IOException("nginx with RTMP is missing: apt-get install nginx-light libnginx-mod-rtmp");
        }
        var address = freeAddress();
        var configuration = Files.writeString(folder.resolve("nginx.conf"), """
                load_module %s;
                daemon off;
                master_process off;
                pid nginx.pid;
                error_log error.log info;
                events {}
                rtmp {
                    access_log off;
                    server {
                        listen 127.0.0.1:%d;
                        %s
                    }
                }
                """.formatted(MODULE, address.getPort(), applications));
        var process = new ProcessBuilder(PROGRAM.toString(), "-p", folder.toString(), "-e", "error.log", "-c",
                configuration.toString()).redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.log").toFile()).start();
        var nginx = new Nginx(process, address);
        nginx.awaitListening(folder);
        return nginx;
    }

    private static InetSocketAddress freeAddress() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
        }
    }

    private void awaitListening(Path folder) throws IOException {
        long begun = System.nanoTime();
        while (!listens()) {
            if (!process.isAlive() || System.nanoTime() - begun > START_NANOS) {
                close();
                throw new IOException("nginx does not listen: " + Files.readString(folder.resolve("output.log")));
            }
            Thread.onSpinWait();
        }
    }

    private boolean listens() {
        try (var socket = new Socket()) {
            socket.connect(address);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
