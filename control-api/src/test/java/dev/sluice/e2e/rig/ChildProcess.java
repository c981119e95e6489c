package dev.sluice.e2e.rig;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A program under test and all it has printed; killed with its children when closed and when the test JVM ends. */
public final class ChildProcess implements AutoCloseable {
    private static final Set<ChildProcess> RUNNING = ConcurrentHashMap.newKeySet();
    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(ChildProcess::close)));
    }

    /** One printed line and when it was read, in {@link System#nanoTime()}. */
    public record Line(boolean error, long nanos, String text) {}

    private final String name;
    private final Process process;
    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final List<Thread> readers;
    private final long startNanos = System.nanoTime();

    private ChildProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.readers = List.of(read(process.getInputStream(), false), read(process.getErrorStream(), true));
    }

    public static ChildProcess start(String name, ProcessBuilder builder) {
        try {
            var child = new ChildProcess(name, builder.start());
            RUNNING.add(child);
            return child;
        } catch (IOException e) {
            throw new AssertionError("could not start " + name + ": " + e.getMessage(), e);
        }
    }

    /** Starts, waits for the end, and gives what was printed; for programs that answer and end. */
    public static ChildProcess run(String name, Duration limit, ProcessBuilder builder) {
        var child = start(name, builder);
        child.awaitExit(limit);
        return child;
    }

    private Thread read(InputStream stream, boolean error) {
        return Thread.ofVirtual().start(() -> {
            try (var reader = new java.io.BufferedReader(
                    new java.io.InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                    lines.add(new Line(error, System.nanoTime(), line));
                }
            } catch (IOException _) {
                // The stream of a killed process ends this way.
            }
        });
    }

    public List<Line> lines() {
        return lines;
    }

    public String output() {
        return join(_ -> true);
    }

    public String standardOutput() {
        return join(line -> !line.error());
    }

    private String join(java.util.function.Predicate<Line> which) {
        var text = new StringBuilder();
        lines.stream().filter(which).forEach(line -> text.append(line.text()).append('\n'));
        return text.toString();
    }

    public Optional<MatchResult> find(String regex) {
        var pattern = Pattern.compile(regex);
        return lines.stream().map(line -> pattern.matcher(line.text())).filter(java.util.regex.Matcher::find)
                .map(java.util.regex.Matcher::toMatchResult).findFirst();
    }

    public Line line(String regex) {
        var pattern = Pattern.compile(regex);
        return lines.stream().filter(line -> pattern.matcher(line.text()).find()).findFirst()
                .orElseThrow(() -> fail("never printed " + regex));
    }

    /** The first line that matches; fails at once when the process ends without it. */
    public MatchResult await(String regex, Duration limit) {
        return checked(limit, () -> find(regex), regex);
    }

    private MatchResult checked(Duration limit, Supplier<Optional<MatchResult>> source, String what) {
        try {
            return Await.present(what, limit, () -> {
                boolean ended = !process.isAlive() && readers.stream().noneMatch(Thread::isAlive);
                var found = source.get();
                if (found.isEmpty() && ended) {
                    throw fail("ended (" + process.exitValue() + ") without " + what);
                }
                return found;
            });
        } catch (AssertionError e) {
            throw e.getMessage() != null && e.getMessage().startsWith(name) ? e : fail(String.valueOf(e.getMessage()));
        }
    }

    /** Waits for the end and the last line; gives the exit code. */
    public int awaitExit(Duration limit) {
        try {
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw fail("still runs after " + limit);
            }
            for (var reader : readers) {
                reader.join(Duration.ofSeconds(2));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public boolean alive() {
        return process.isAlive();
    }

    public long startNanos() {
        return startNanos;
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Gives the program a line to read. */
    public void tell(String line) {
        try {
            var input = process.getOutputStream();
            input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException e) {
            throw fail("reads no more: " + e);
        }
    }

    /** SIGTERM, the polite end. */
    public void terminate() {
        process.destroy();
    }

    /** kill -9. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Stops and continues the whole process, as a machine that hangs for a while does. */
    public void signal(String signal) {
        run("kill", Duration.ofSeconds(5), new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())));
    }

    public AssertionError fail(String why) {
        return new AssertionError(name + ": " + why + "\n--- what it printed ---\n" + output());
    }

    @Override
    public void close() {
        var descendants = process.descendants().toList();
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
        RUNNING.remove(this);
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
