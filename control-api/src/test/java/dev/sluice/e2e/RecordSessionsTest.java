package dev.sluice.e2e;

import dev.sluice.e2e.rig.ChildProcess;
import dev.sluice.e2e.rig.FfmpegProgram;
import dev.sluice.e2e.rig.Recorder;
import dev.sluice.e2e.rig.RelayProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Records what real encoders say to the relay, for the replays of rtmp-ingest. No build does this: with
 * {@code -Dsluice.record=FOLDER} the sessions are made anew, each beside a text with its command line, to which the
 * replay's {@code found:} line is to be added. They are as small as encoders make them, for every byte of them is
 * turned.
 */
@EnabledIfSystemProperty(named = "sluice.record", matches = ".+")
class RecordSessionsTest {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static RelayProcess relay;

    @BeforeAll
    static void start(@TempDir Path folder) {
        relay = RelayProcess.start(folder);
    }

    @AfterAll
    static void stop() {
        relay.close();
    }

    static Stream<Arguments> encoders() {
        var x264 = "-c:v libx264 -preset ultrafast -tune zerolatency -profile:v baseline -bf 0 -crf 45 ";
        var plain = "-bsf:v filter_units=remove_types=6 ";
        var aac = "-c:a aac -b:a 16k";
        return Stream.of(ffmpeg("ffmpeg5-h264-aac", FfmpegProgram.FFMPEG_5, x264 + aac),
                ffmpeg("ffmpeg5-bframes", FfmpegProgram.FFMPEG_5,
                        "-c:v libx264 -preset ultrafast -profile:v main -bf 2 -b_strategy 0 -crf 45 " + plain + aac),
                ffmpeg("ffmpeg8-h264-aac", FfmpegProgram.FFMPEG_8, x264 + plain + aac),
                ffmpeg("ffmpeg8-hevc-aac", FfmpegProgram.FFMPEG_8,
                        "-c:v libx265 -preset ultrafast -tune zerolatency -x265-params bframes=0:info=0:log-level=0 -crf 45 "
                                + aac),
                ffmpeg("ffmpeg8-av1-opus", FfmpegProgram.FFMPEG_8,
                        "-c:v libaom-av1 -usage realtime -cpu-used 8 -lag-in-frames 0 -c:a libopus -b:a 8k"),
                gstreamer("gstreamer-rtmp2sink", "rtmp2sink"), gstreamer("librtmp-rtmpsink", "rtmpsink"));
    }

    private static Arguments ffmpeg(String name, FfmpegProgram program, String codecs) {
        var arguments = new ArrayList<>(words("-loglevel error -f lavfi -i testsrc2=size=64x36:rate=5 -f lavfi -i "
                + "sine=frequency=440:sample_rate=16000 -t 0.8 -pix_fmt yuv420p -threads 1 " + codecs + " -f flv URL"));
        return Arguments.argumentSet(name, name, program.command(List.of("-version")), program.command(arguments));
    }

    private static Arguments gstreamer(String name, String sink) {
        var line = "gst-launch-1.0 -q videotestsrc num-buffers=4 ! video/x-raw,format=I420,width=64,height=36,framerate=5/1 ! "
                + "x264enc tune=zerolatency speed-preset=ultrafast bframes=0 pass=quant quantizer=45 ! "
                + "video/x-h264,profile=baseline ! h264parse ! queue ! mux. audiotestsrc num-buffers=12 "
                + "samplesperbuffer=1000 ! audio/x-raw,rate=16000,channels=1 ! avenc_aac bitrate=16000 ! aacparse ! "
                + "queue ! mux. flvmux name=mux streamable=true ! " + sink + " location=URL";
        return Arguments.argumentSet(name, name, new ProcessBuilder("gst-launch-1.0", "--version"),
                new ProcessBuilder(words(line)));
    }

    private static List<String> words(String line) {
        return Arrays.asList(line.split(" ", -1));
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void record(String name, ProcessBuilder version, ProcessBuilder encoder) throws IOException {
        var folder = Path.of(System.getProperty("sluice.record"));
        var printed = ChildProcess.run(name, LIMIT, version).output();
        var shown = String.join(" ", encoder.command()).replaceAll("^\\S*/", "");
        try (var recorder = new Recorder(relay.rtmpPort())) {
            var url = relay.rtmp("room", name).replace(":" + relay.rtmpPort() + "/", ":" + recorder.port() + "/");
            encoder.command().replaceAll(word -> word.replace("URL", url));
            try (var running = ChildProcess.start(name, encoder)) {
                running.awaitExit(LIMIT);
                Files.write(folder.resolve(name + ".rtmp"), recorder.session(LIMIT));
                System.out.println(name + ": " + running.output());
            }
        }
        Files.writeString(folder.resolve(name + ".txt"), "program: %s%ncommand: %s%n"
                .formatted(printed.lines().findFirst().orElseThrow(), shown));
        assertThat(folder.resolve(name + ".rtmp")).isNotEmptyFile();
    }
}
