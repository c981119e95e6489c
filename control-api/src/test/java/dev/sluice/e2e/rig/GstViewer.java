package dev.sluice.e2e.rig;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** GStreamer's webrtcbin as a viewer of H.265, for which Debian's Chromium has no decoder. */
public final class GstViewer implements AutoCloseable {
    /** Debian's own, which has Debian's bindings. */
    private static final String PYTHON = "/usr/bin/python3";
    private static final Pattern REPORT = Pattern
            .compile("^decoded (\\S+) frames=(\\d+) at=(\\S+) sound=(\\d+) at=(\\S+)$");

    private final ChildProcess process;

    /** What its decoders have given: pictures and buffers of sound, and the time of the last of each. */
    public record Decoded(String size, int frames, double videoSeconds, int sound, double audioSeconds) {
        private static Decoded of(MatchResult report) {
            return new Decoded(report.group(1), Integer.parseInt(report.group(2)),
                    Double.parseDouble(report.group(3)), Integer.parseInt(report.group(4)),
                    Double.parseDouble(report.group(5)));
        }
    }

    private GstViewer(ChildProcess process) {
        this.process = process;
    }

    public static GstViewer play(String whepUrl, String token) {
        var command = new ProcessBuilder(PYTHON, script(), whepUrl);
        command.environment().put("WHEP_TOKEN", token);
        return new GstViewer(ChildProcess.start("GStreamer viewer", command));
    }

    private static String script() {
        try {
            return Path.of(Objects.requireNonNull(GstViewer.class.getResource("/e2e/whep-viewer.py")).toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for as many pictures and buffers of sound, of which there are 50 a second. */
    public Decoded awaitDecoded(int frames, int sound, Duration limit) {
        return Await.present(frames + " frames and " + sound + " buffers decoded by GStreamer", limit, () -> {
            if (!process.alive()) {
                throw process.fail("ended early");
            }
            return last().filter(decoded -> decoded.frames() >= frames && decoded.sound() >= sound);
        });
    }

    private Optional<Decoded> last() {
        return process.lines().reversed().stream().map(line -> REPORT.matcher(line.text()))
                .filter(java.util.regex.Matcher::matches).findFirst().map(Decoded::of);
    }

    /** Says goodbye and waits for the end. */
    public void leave(Duration limit) {
        process.signal("TERM");
        process.await("^left$", limit);
        process.awaitExit(limit);
    }

    @Override
    public void close() {
        process.close();
    }
}
