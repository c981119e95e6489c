package dev.sluice.e2e.rig;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.javacpp.Loader;

/** The two encoders that must be served: the system's FFmpeg 5 and the FFmpeg 8 inside a test-scope artifact. */
public enum FfmpegProgram {
    /** Debian's package. */
    FFMPEG_5("ffmpeg version 5.") {
        @Override
        String locate() {
            return "ffmpeg";
        }
    },
    /** The build with libx264 out of {@code org.bytedeco:ffmpeg}; it is never on the product's class path. */
    FFMPEG_8("ffmpeg version 8.") {
        @Override
        String locate() {
            return Bundled.PROGRAM;
        }
    };

    private static final Set<FfmpegProgram> CHECKED = ConcurrentHashMap.newKeySet();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private final String versionLine;

    FfmpegProgram(String versionLine) {
        this.versionLine = versionLine;
    }

    abstract String locate();

    /** A process of this program; {@code -nostdin} because it would read the test's own standard input. */
    public ProcessBuilder command(List<String> arguments) {
        if (CHECKED.add(this)) {
            requireUsable();
        }
        var command = new ArrayList<>(List.of(locate(), "-nostdin", "-hide_banner"));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    /** Runs to the end and must succeed; for the making of clips. */
    public void run(List<String> arguments) {
        var process = ChildProcess.start(name(), command(arguments));
        if (process.awaitExit(LIMIT) != 0) {
            throw process.fail("failed");
        }
    }

    /** Fails, and does not skip, when the program is not the one it should be. */
    public void requireUsable() {
        String version;
        String encoders;
        try {
            version = ChildProcess.run(name(), LIMIT, new ProcessBuilder(locate(), "-version")).output();
            encoders = ChildProcess.run(name(), LIMIT, command(List.of("-encoders"))).output();
        } catch (AssertionError e) {
            throw new AssertionError("These tests need " + this + "; on Debian: apt-get install ffmpeg", e);
        }
        if (!version.contains(versionLine) || !encoders.contains("libx264 ")) {
            throw new AssertionError(
                    "These tests need \"" + versionLine + "x\" with libx264; on Debian: apt-get install ffmpeg\n"
                            + version);
        }
    }

    private static final class Bundled {
        private static final String PROGRAM = extract();

        private Bundled() {}

        /** Unpacked by JavaCPP beside its libraries, which the program finds by its own run path; nothing is loaded here. */
        private static String extract() {
            try {
                var folder = Loader.cacheResource(org.bytedeco.ffmpeg.ffmpeg.class,
                        "/org/bytedeco/ffmpeg/" + Loader.getPlatform() + "-gpl/");
                if (folder == null) {
                    throw new AssertionError("the -gpl artifact of org.bytedeco:ffmpeg is not on the class path");
                }
                var program = new File(folder, "ffmpeg");
                if (!program.setExecutable(true)) {
                    throw new AssertionError("can't be made executable: " + program);
                }
                return program.getPath();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
