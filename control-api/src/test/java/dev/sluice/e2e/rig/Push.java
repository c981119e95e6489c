package dev.sluice.e2e.rig;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An encoder's command line, 640x360 at 30 frames a second and a tone of 1 kHz, with the wall clock in the picture. The
 * clock is drawn behind the pacing of {@code -re}, because FFmpeg 5 reads several frames ahead of it.
 */
public final class Push {
    public static final double FRAMES_PER_SECOND = 30;
    public static final double TONE_HERTZ = 1000;
    public static final int GOP_MILLIS = 2000;
    private static final List<String> BASELINE = List.of("-tune", "zerolatency", "-profile:v", "baseline");

    private final FfmpegProgram program;
    private final String url;
    private List<String> profile = BASELINE;

    private Push(FfmpegProgram program, String url) {
        this.program = program;
        this.url = url;
    }

    public static Push with(FfmpegProgram program, String url) {
        return new Push(program, url);
    }

    /** Two B pictures between any two others; the look-ahead is short so that they come at once. */
    public Push bFrames() {
        profile = List.of("-profile:v", "main", "-bf", "2", "-b_strategy", "0", "-rc-lookahead", "2");
        return this;
    }

    public ChildProcess start() {
        var arguments = new ArrayList<>(List.of("-stats_period", "1"));
        arguments.addAll(source(true));
        arguments.addAll(encoders(BurnedClock.WALL_CLOCK, profile));
        arguments.addAll(List.of("-f", "flv", url));
        return ChildProcess.start(program.name(), program.command(arguments));
    }

    /** Sends a clip at its own pace without encoding it anew. */
    public ChildProcess startCopy(String file) {
        return ChildProcess.start(program.name(),
                program.command(List.of("-re", "-i", file, "-c", "copy", "-f", "flv", url)));
    }

    /**
     * Makes a clip whose pictures are all key frames up to a second and have B pictures behind it; its parameter sets
     * allow reordering all along, so only slice headers tell when it begins. The squares show the frame's own time.
     */
    public static void clipWithLateBFrames(Duration before, Duration length, String file) {
        var arguments = new ArrayList<>(List.of("-loglevel", "error", "-y"));
        arguments.addAll(source(false));
        arguments.addAll(encoders(BurnedClock.PRESENTATION_TIME,
                List.of("-profile:v", "main", "-bf", "2", "-b_strategy", "0", "-forced-idr", "1", "-force_key_frames",
                        "expr:lt(t," + before.toSeconds() + ")")));
        arguments.addAll(List.of("-t", Long.toString(length.toSeconds()), "-f", "flv", file));
        FfmpegProgram.FFMPEG_5.run(arguments);
    }

    private static List<String> source(boolean paced) {
        var picture = List.of("-f", "lavfi", "-i", "testsrc2=size=640x360:rate=30");
        var tone = List.of("-f", "lavfi", "-i", "sine=frequency=1000:sample_rate=48000");
        var arguments = new ArrayList<String>();
        for (var input : List.of(picture, tone)) {
            if (paced) {
                arguments.add("-re");
            }
            arguments.addAll(input);
        }
        return arguments;
    }

    private static List<String> encoders(String clock, List<String> profile) {
        var arguments = new ArrayList<>(List.of("-vf", BurnedClock.filter(clock), "-c:v", "libx264", "-preset",
                "ultrafast"));
        arguments.addAll(profile);
        arguments.addAll(List.of("-g", "60", "-keyint_min", "60", "-sc_threshold", "0", "-b:v", "1500k", "-c:a", "aac",
                "-b:a", "128k"));
        return arguments;
    }
}
