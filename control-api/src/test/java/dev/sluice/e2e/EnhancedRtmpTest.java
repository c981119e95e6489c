package dev.sluice.e2e;

import dev.sluice.e2e.page.Browser;
import dev.sluice.e2e.page.Report;
import dev.sluice.e2e.page.WatchPage;
import dev.sluice.e2e.rig.Await;
import dev.sluice.e2e.rig.FfmpegProgram;
import dev.sluice.e2e.rig.GstViewer;
import dev.sluice.e2e.rig.Push;
import dev.sluice.e2e.rig.RelayProcess;
import dev.sluice.e2e.rig.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** FFmpeg 8 pushes what plain FLV has no codec id for: a viewer that can plays it, others and the encoder are told. */
@ExtendWith(Browser.Extension.class)
class EnhancedRtmpTest {
    private static final Duration WATCH = Lengths.choose(3, 60);
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

    private static Push push(String room) {
        return Push.with(FfmpegProgram.FFMPEG_8, relay.rtmp(room, "camera_" + room));
    }

    private static String viewer(String room) {
        return relay.whep(Tokens.APP, room, "viewer");
    }

    @Test
    void hevcIsPlayedByAViewerThatCanAndRefusedToOneThatCannot(Browser browser) {
        try (var _ = push("hevc").video("libx265", "-preset", "ultrafast", "-tune", "zerolatency").start()) {
            relay.awaitAnchor("hevc", "camera_hevc");
            try (var gstreamer = GstViewer.play(viewer("hevc"), Tokens.userSig("viewer"))) {
                var refused = browser.viewer().play(relay.whep(Tokens.APP, "hevc", "chromium"),
                        Tokens.userSig("chromium"));
                assertThat(refused.status()).isEqualTo(422);
                assertThat(refused.code()).isEqualTo("CODEC_UNSUPPORTED");
                assertThat(refused.body()).contains("expected H265");
                relay.awaitWarning("hevc", "CODEC_UNSUPPORTED");
                var decoded = gstreamer.awaitDecoded(60, 50, LIMIT);
                Report.line("HEVC in GStreamer: " + decoded);
                assertThat(decoded.size()).isEqualTo("640x360");
                gstreamer.leave(LIMIT);
            }
        }
    }

    static Arguments[] shown() {
        return new Arguments[]{
                Arguments.argumentSet("AV1", "AV1", "libsvtav1", new String[]{"-preset", "12", "-svtav1-params",
                        "pred-struct=1:rc=2"}),
                Arguments.argumentSet("VP9", "VP9", "libvpx-vp9", new String[]{"-deadline", "realtime", "-cpu-used",
                        "8", "-lag-in-frames", "0"})};
    }

    @ParameterizedTest
    @MethodSource("shown")
    void pictureAndOpusArePassedOnAsTheyCame(String codec, String encoder, String[] options, Browser browser) {
        try (var _ = push(codec).video(encoder, options).sound("libopus", "-ac", "2", "-b:a", "128k").start()) {
            relay.awaitAnchor(codec, "camera_" + codec);
            var page = browser.viewer().playing(viewer(codec), Tokens.userSig("viewer"));
            page.watch(Duration.ofSeconds(1)); // the join catches up with what is live
            double from = page.now();
            page.watch(WATCH);
            double frames = page.viewing().decodedPerSecond(from);
            Report.line("%s and Opus over RTMP: frames/s %.2f; %s".formatted(codec, frames, page.tone()));
            assertThat(page.stats().codec("inbound-rtp", "video")).isEqualTo("video/" + codec);
            assertThat(frames).as("frames per second").isCloseTo(Push.FRAMES_PER_SECOND, Offset.offset(6.0));
            awaitTone(page);
            assertThat(relay.room(codec).findValuesAsText("sampleRate")).containsExactly("48000");
            assertThat(relay.metrics().sum("sluice_transcoders_running")).as("transcoders").isZero();
        }
    }

    private static void awaitTone(WatchPage page) {
        Await.until("the tone is heard", LIMIT,
                () -> Math.abs(page.tone().hertz() - Push.TONE_HERTZ) < 6 && page.tone().rms() > 0.05);
    }

    @Test
    void hevcWithBFramesIsRejected() {
        toldAndEnded(push("reordered").video("libx265", "-preset", "ultrafast"), "B_FRAMES");
    }

    @Test
    void soundThatNobodyPlaysIsRejected() {
        toldAndEnded(push("flac").sound("flac"), "CODEC_UNSUPPORTED");
    }

    private static void toldAndEnded(Push rejected, String code) {
        try (var push = rejected.start()) {
            assertThat(push.awaitExit(LIMIT)).as("exit code").isNotZero();
            assertThat(push.output()).contains(code);
        }
    }
}
