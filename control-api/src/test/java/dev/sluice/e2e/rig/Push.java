package dev.sluice.e2e.rig;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An encoder's command line, 640x360 at 30 frames a second and a tone of 1 kHz, with the wall clock in the picture. The
 * clock is drawn behind the pacing of {@code -re}, because FFmpeg 5 reads several frames ahead of it.
 */
public final class Push {
    public static final double FRAMES_PER_SECOND = 30;
    public static final double TONE_HERTZ = 1000;
    public static final int GOP_MILLIS = 2000;
    private static final List<String> BASELINE = h264("-tune", "zerolatency", "-profile:v", "baseline", "-bf", "0");
    private static final List<String> AAC = List.of("-c:a", "aac", "-b:a", "128k");
    private static final List<String> OPUS = List.of("-c:a", "libopus", "-ac", "2", "-b:a", "128k");

    private final FfmpegProgram program;
    private final List<String> output;
    private List<String> video = BASELINE;
    private List<String> sound;
    private List<String> talk = List.of();

    private Push(FfmpegProgram program, List<String> sound, List<String> output) {
        this.program = program;
        this.sound = sound;
        this.output = output;
    }

    /** Over RTMP. */
    public static Push with(FfmpegProgram program, String url) {
        return new Push(program, AAC, List.of("-f", "flv", url));
    }

    /** Over RTMP with a stream key that may be longer than FFmpeg takes in a URL. */
    public static Push withKey(FfmpegProgram program, String server, String key) {
        return new Push(program, AAC, List.of("-f", "flv", "-rtmp_app", "push", "-rtmp_playpath", key, server));
    }

    /** Over WHIP, which FFmpeg 8 is the first to speak. */
    public static Push whip(String url, String token) {
        return new Push(FfmpegProgram.FFMPEG_8, OPUS, List.of("-f", "whip", "-authorization", token, url));
    }

    /** Two B pictures between any two others; the look-ahead is short so that they come at once. */
    public Push bFrames() {
        video = h264("-profile:v", "main", "-bf", "2", "-b_strategy", "0", "-rc-lookahead", "2");
        return this;
    }

    /** Another encoder than that of H.264, and its options. */
    public Push video(String encoder, String... options) {
        video = encoder("-c:v", encoder, options);
        return this;
    }

    /** Another encoder than that of AAC, and its options. */
    public Push sound(String encoder, String... options) {
        sound = encoder("-c:a", encoder, options);
        return this;
    }

    /** Prints the SDP of both sides, among other things. */
    public Push verbose() {
        talk = List.of("-loglevel", "verbose");
        return this;
    }

    public ChildProcess start() {
        var arguments = new ArrayList<>(List.of("-stats_period", "1"));
        arguments.addAll(talk);
        arguments.addAll(source(true));
        arguments.addAll(pictures(BurnedClock.WALL_CLOCK, video));
        arguments.addAll(sound);
        arguments.addAll(output);
        return ChildProcess.start(program.name(), program.command(arguments));
    }

    /** Sends a clip at its own pace without encoding it anew. */
    public ChildProcess startCopy(String file) {
        return ChildProcess.start(program.name(),
                program.command(Stream.concat(Stream.of("-re", "-i", file, "-c", "copy"), output.stream()).toList()));
    }

    /**
     * Makes a clip whose pictures are all key frames up to a second and have B pictures behind it; its parameter sets
     * allow reordering all along, so only slice headers tell when it begins. The squares show the frame's own time.
     */
    public static void clipWithLateBFrames(Duration before, Duration length, String file) {
        var arguments = new ArrayList<>(List.of("-loglevel", "error", "-y"));
        arguments.addAll(source(false));
        arguments.addAll(pictures(BurnedClock.PRESENTATION_TIME,
                h264("-profile:v", "main", "-bf", "2", "-b_strategy", "0", "-forced-idr", "1", "-force_key_frames",
                        "expr:lt(t," + before.toSeconds() + ")")));
        arguments.addAll(AAC);
        arguments.addAll(List.of("-t", Long.toString(length.toSeconds()), "-f", "flv", file));
        FfmpegProgram.FFMPEG_5.run(arguments);
    }

    /** Makes a clip for others to play; the squares show the frame's own time. */
    public static void clip(Duration length, String file) {
        var arguments = new ArrayList<>(List.of("-loglevel", "error", "-y"));
        arguments.addAll(source(false));
        arguments.addAll(pictures(BurnedClock.PRESENTATION_TIME, BASELINE));
        arguments.addAll(AAC);
        arguments.addAll(List.of("-t", Long.toString(length.toSeconds()), file));
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

    private static List<String> h264(String... options) {
        return encoder("-c:v", "libx264", Stream.concat(Stream.of("-preset", "ultrafast"), Stream.of(options))
                .toArray(String[]::new));
    }

    private static List<String> encoder(String option, String name, String... options) {
        return Stream.concat(Stream.of(option, name), Stream.of(options)).toList();
    }

    private static List<String> pictures(String clock, List<String> encoder) {
        var arguments = new ArrayList<>(List.of("-vf", BurnedClock.filter(clock)));
        arguments.addAll(encoder);
        arguments.addAll(List.of("-g", "60", "-keyint_min", "60", "-sc_threshold", "0", "-b:v", "1500k"));
        return arguments;
    }
}
