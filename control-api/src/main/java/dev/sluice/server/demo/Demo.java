package dev.sluice.server.demo;

import dev.sluice.server.relay.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the clip where it is missing and keeps its push running until closed, on one virtual thread. The pushing process
 * has nothing but our own socket to write to, so it dies with the relay whatever kills that.
 */
public final class Demo implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Demo.class);
    /** Part of the name, so that a release with another clip makes it anew. */
    private static final String CLIP = "clip-1.flv";
    private static final String PRESET = "push.ffpreset";
    private static final long FIRST_PAUSE = 1_000;
    private static final long LAST_PAUSE = 30_000;
    private static final long HEALTHY_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Path folder;
    private final int rtmpPort;
    private final Supplier<String> streamKey;
    private final Runnable awaitLibraries;
    private volatile boolean closed;
    private volatile @Nullable Process child;
    private @Nullable Thread thread;

    /**
     * @param folder made where missing; holds the clip and the preset
     * @param awaitLibraries blocks until FFmpeg's libraries are unpacked
     * @param streamKey room and query with a fresh token, asked for before each push
     */
    public Demo(Path folder, int rtmpPort, Runnable awaitLibraries, Supplier<String> streamKey) {
        this.folder = folder;
        this.rtmpPort = rtmpPort;
        this.awaitLibraries = awaitLibraries;
        this.streamKey = streamKey;
    }

    public void start() {
        thread = Thread.ofVirtual().name("demo").start(this::run);
    }

    private void run() {
        try {
            awaitLibraries.run();
            Files.createDirectories(folder);
            var program = Path.of(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class));
            makeClip(program);
            supervise(program);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | UnsatisfiedLinkError failed) {
            LOG.error("no stream: {}", failed.toString());
        }
    }

    private void makeClip(Path program) throws IOException, InterruptedException {
        var clip = folder.resolve(CLIP);
        if (Files.exists(clip)) {
            return;
        }
        var part = folder.resolve(CLIP + ".part");
        LOG.info("making a clip of {} s with the bundled FFmpeg", ClipCommand.SECONDS);
        var process = start(new ProcessBuilder(ClipCommand.of(program, ClipCommand.font())));
        Thread.ofVirtual().name("demo-progress").start(() -> follow(process));
        try (var out = process.getInputStream()) {
            Files.copy(out, part, StandardCopyOption.REPLACE_EXISTING);
        }
        if (process.waitFor() != 0) {
            throw new IOException("FFmpeg ended with " + process.exitValue() + " while making the clip");
        }
        Files.move(part, clip, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void follow(Process process) {
        int told = 0;
        try (var lines = process.errorReader(StandardCharsets.UTF_8)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                int percent = percent(line);
                if (percent >= told + 25) {
                    told = percent / 25 * 25;
                    LOG.info("demo: clip {} %", told);
                } else if (!line.contains("=")) {
                    LOG.warn("demo: FFmpeg: {}", line);
                }
            }
        } catch (IOException _) {
            // The process was ended.
        }
    }

    /** From a line of {@code -progress}, or -1 from any other. */
    static int percent(String line) {
        if (!line.startsWith("frame=")) {
            return -1;
        }
        int frames = Integer.parseInt(line.substring("frame=".length()).strip());
        return Math.min(100, frames * 100 / (ClipCommand.SECONDS * ClipCommand.FPS));
    }

    private void supervise(Path program) throws IOException, InterruptedException {
        long pause = FIRST_PAUSE;
        while (!closed) {
            var preset = PrivateFiles.write(folder.resolve(PRESET), PushCommand.preset(streamKey.get()));
            long began = System.nanoTime();
            var process = start(new ProcessBuilder(PushCommand.of(program, folder.resolve(CLIP), preset, rtmpPort))
                    .redirectErrorStream(true));
            var words = lastLine(process);
            int status = process.waitFor();
            if (closed) {
                return;
            }
            pause = System.nanoTime() - began > HEALTHY_NANOS ? FIRST_PAUSE : Math.min(pause * 2, LAST_PAUSE);
            LOG.warn("FFmpeg ended with {} ({}), again in {} s", status, words, pause / 1000);
            Thread.sleep(pause);
        }
    }

    /** Reads until the process closes its output; what it said last is why it ended. */
    private static String lastLine(Process process) throws IOException {
        var last = "no word";
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                last = line;
            }
        }
        return last;
    }

    private Process start(ProcessBuilder builder) throws IOException {
        var process = builder.start();
        child = process;
        process.getOutputStream().close();
        if (closed) {
            process.destroyForcibly();
        }
        return process;
    }

    @Override
    public void close() {
        closed = true;
        var running = child;
        if (running != null) {
            running.destroyForcibly();
        }
        if (thread != null) {
            thread.interrupt();
        }
    }
}
