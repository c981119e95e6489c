package dev.sluice.e2e;

import dev.sluice.e2e.page.Browser;
import dev.sluice.e2e.page.Figures;
import dev.sluice.e2e.page.Report;
import dev.sluice.e2e.page.Viewing;
import dev.sluice.e2e.page.WatchPage;
import dev.sluice.e2e.rig.ChildProcess;
import dev.sluice.e2e.rig.FfmpegProgram;
import dev.sluice.e2e.rig.Machine;
import dev.sluice.e2e.rig.Push;
import dev.sluice.e2e.rig.RelayMetrics;
import dev.sluice.e2e.rig.RelayProcess;
import dev.sluice.e2e.rig.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

/** A push is watched: smooth, in time, in step, and it sounds as it was sent. */
@ExtendWith(Browser.Extension.class)
class WatchTest {
    private static final Duration WATCH = Lengths.choose(12, 60);
    private static final Duration SETTLE = Duration.ofSeconds(2);
    private static final double GAP_MILLIS = 200;
    private static final double SKEW_MILLIS = 80;
    private static final double ENCODER_TO_PICTURE_MILLIS = 600;
    private static final double RELAY_SECONDS = 0.020;
    /** One bin of the page's analyser. */
    private static final Offset<Double> TONE_TOLERANCE = Offset.offset(6.0);
    private static RelayProcess relay;
    /**
     * FFmpeg 8 makes up for its own late start by sending 5 % too fast for its first ten seconds. A short watch would see
     * nothing else, so it begins behind that; a long one sees it, too.
     */
    private static @Nullable ChildProcess early;

    /** All that one watch brought to light. */
    private record Watched(double from, Viewing viewing, List<WatchPage.Tone> tones, RelayMetrics before,
            RelayMetrics after) {
        Figures encoderToPicture() {
            return viewing.encoderToPicture(from, Double.MAX_VALUE);
        }

        double relaySeconds(double quantile) {
            return after.quantileSince(before, "sluice_relay_delay_seconds", quantile);
        }
    }

    @BeforeAll
    static void start(@TempDir Path folder) {
        relay = RelayProcess.start(folder);
        early = Lengths.LONG ? null : push(FfmpegProgram.FFMPEG_8);
    }

    private static ChildProcess push(FfmpegProgram program) {
        return Push.with(program, relay.rtmp(program.name(), "camera")).start();
    }

    @AfterAll
    static void stop() {
        if (early != null) {
            early.close();
        }
        relay.close();
    }

    @ParameterizedTest
    @EnumSource
    void pushIsSeenSmoothlyInTimeAndInStepAndHeardAsSent(FfmpegProgram program, Browser browser) {
        var running = program == FfmpegProgram.FFMPEG_8 ? early : null;
        try (var push = running == null ? push(program) : running) {
            relay.awaitAnchor(program.name(), "camera");
            var page = browser.viewer().playing(relay.whep(Tokens.APP, program.name(), "viewer"),
                    Tokens.userSig("viewer"));
            page.watch(SETTLE);
            Machine.undisturbed(() -> watchAndCheck(program, page));
            page.screenshot(Report.file("watch-" + program + ".png"));
            assertThat(push.alive()).as("FFmpeg still sends").isTrue();
            assertThat(page.leave()).isEqualTo(200);
        }
    }

    private static void watchAndCheck(FfmpegProgram program, WatchPage page) {
        var watched = watch(page);
        report(program, watched);
        assertSoftly(softly -> {
            check(softly, watched);
            checkStats(softly, page);
        });
    }

    private static Watched watch(WatchPage page) {
        double from = page.now();
        var before = relay.metrics();
        var tones = new ArrayList<WatchPage.Tone>();
        for (long second = 0; second < WATCH.toSeconds(); second++) {
            page.watch(Duration.ofSeconds(1));
            tones.add(page.tone());
        }
        return new Watched(from, page.viewing(), tones, before, relay.metrics());
    }

    private static void check(SoftAssertions softly, Watched watched) {
        var viewing = watched.viewing();
        softly.assertThat(viewing.readableClocks()).as("part of readable clocks").isGreaterThan(0.95);
        softly.assertThat(viewing.gaps(GAP_MILLIS, watched.from())).as("gaps in the arrival of frames").isEmpty();
        softly.assertThat(viewing.decodedPerSecond(watched.from())).as("frames decoded per second").isCloseTo(
                Push.FRAMES_PER_SECOND, Offset.offset(0.1 * Push.FRAMES_PER_SECOND));
        softly.assertThat(viewing.streams()).as("media streams of the two tracks").hasSize(1);
        softly.assertThat(viewing.skew(watched.from()).count()).as("looks at skew")
                .isGreaterThan((int) WATCH.toSeconds());
        softly.assertThat(viewing.skew(watched.from()).median()).as("audio to video, ms").isLessThan(SKEW_MILLIS);
        softly.assertThat(watched.encoderToPicture().quantile(0.95)).as("encoder to picture, ms")
                .isBetween(1.0, ENCODER_TO_PICTURE_MILLIS);
        softly.assertThat(watched.relaySeconds(0.95)).as("relay's share, s").isLessThan(RELAY_SECONDS);
        softly.assertThat(watched.after().sum("sluice_viewers_slow")).as("slow viewers on a good link").isZero();
        softly.assertThat(watched.after().sum("sluice_frames_dropped_total", "reason", "VIEWER_SLOW"))
                .as("frames kept from them").isZero();
        softly.assertThat(watched.tones()).allSatisfy(tone -> {
            softly.assertThat(tone.hertz()).as("tone").isCloseTo(Push.TONE_HERTZ, TONE_TOLERANCE);
            softly.assertThat(tone.share()).as("purity of the tone").isGreaterThan(0.8);
            softly.assertThat(tone.rms()).as("loudness; FFmpeg's sine is 0.088").isBetween(0.05, 0.13);
        });
    }

    private static void checkStats(SoftAssertions softly, WatchPage page) {
        var video = page.stats("inbound-rtp", "video");
        var audio = page.stats("inbound-rtp", "audio");
        softly.assertThat(video.path("frameWidth").asInt()).as("width").isEqualTo(640);
        softly.assertThat(video.path("packetsLost").asInt()).as("packets lost").isZero();
        softly.assertThat(audio.path("totalAudioEnergy").asDouble()).as("audio energy").isPositive();
        softly.assertThat(audio.path("concealedSamples").asDouble() / audio.path("totalSamplesReceived").asDouble())
                .as("part of the sound that was made up").isLessThan(0.03);
    }

    private static void report(FfmpegProgram program, Watched watched) {
        var viewing = watched.viewing();
        Report.line(
                "%s watched %d s: encoder to picture ms %s; skew ms %s; frames/s %.2f; relay p50 <= %.2f ms p95 <= %.2f ms; %s"
                        .formatted(program, WATCH.toSeconds(), watched.encoderToPicture(), viewing.skew(watched.from()),
                                viewing.decodedPerSecond(watched.from()), 1000 * watched.relaySeconds(0.5),
                                1000 * watched.relaySeconds(0.95), watched.tones().getLast()));
    }
}
