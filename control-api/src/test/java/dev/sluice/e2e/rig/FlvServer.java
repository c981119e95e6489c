package dev.sluice.e2e.rig;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A live source over HTTP: any path plays FFmpeg's FLV without a known length and without an end, each to its own clock.
 * {@link #stop} breaks all streams, {@link #listen} brings the server back on the same port.
 */
public final class FlvServer implements AutoCloseable {
    private static final Duration CLIP = Duration.ofSeconds(2);
    private final FlvClip clip;
    private final AtomicInteger playing = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;

    /** @param folder for its clip */
    public FlvServer(Path folder) {
        clip = FlvClip.of(CLIP, folder.resolve("source.flv"));
        server = bind(0);
    }

    private HttpServer bind(int port) {
        try {
            var bound = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
            bound.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            bound.createContext("/", this::play);
            bound.start();
            return bound;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public String url(String name) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/live/" + name + ".flv";
    }

    /** How many streams are being played. */
    public int playing() {
        return playing.get();
    }

    /** How often anybody asked for one. */
    public int asked() {
        return asked.get();
    }

    /** All streams break, and connections are refused. */
    public void stop() {
        server.stop(0);
    }

    public void listen() {
        server = bind(server.getAddress().getPort());
    }

    private void play(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        playing.incrementAndGet();
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "video/x-flv");
            exchange.sendResponseHeaders(200, 0);
            send(exchange.getResponseBody());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            playing.decrementAndGet();
        }
    }

    private void send(OutputStream out) throws IOException, InterruptedException {
        long start = System.nanoTime();
        out.write(clip.header().array());
        for (var tag : clip.setup()) {
            out.write(tag.at(0));
        }
        for (long offset = 0;; offset += clip.loopMillis()) {
            for (var tag : clip.media()) {
                long due = start + Duration.ofMillis(offset + tag.millis()).toNanos();
                Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
                out.write(tag.at(offset + tag.millis()));
                out.flush();
            }
        }
    }

    @Override
    public void close() {
        stop();
    }
}
