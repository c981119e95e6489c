package dev.sluice.e2e;

import dev.sluice.e2e.page.Browser;
import dev.sluice.e2e.page.Camera;
import dev.sluice.e2e.page.Firefox;
import dev.sluice.e2e.page.Report;
import dev.sluice.e2e.page.Route;
import dev.sluice.e2e.page.Viewing;
import dev.sluice.e2e.page.WatchPage;
import dev.sluice.e2e.rig.Await;
import dev.sluice.e2e.rig.GstWhipClient;
import dev.sluice.e2e.rig.Machine;
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
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Clients that are neither FFmpeg nor Chromium: GStreamer publishes, Firefox publishes and plays. */
@ExtendWith(Browser.Extension.class)
class WhipClientsTest {
    private static final Duration WATCH = Lengths.choose(4, 20);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static RelayProcess relay;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start(@TempDir Path folder) {
        relay = RelayProcess.start(folder);
    }

    @AfterAll
    static void stop() {
        relay.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"VP8", "H264"})
    void simpleWhipClientIsSeenAndHeardAndSaysGoodbye(GstWhipClient client, Browser browser) {
        var room = "gst_" + client;
        var token = Tokens.userSig("camera");
        try (var push = client.start(folder, relay.whip(room, "camera"), token)) {
            relay.awaitAnchor(room, "camera");
            var viewer = browser.viewer().playing(relay.whep(Tokens.APP, room, "viewer"), Tokens.userSig("viewer"));
            viewer.watch(Duration.ofSeconds(2));
            Machine.undisturbed(() -> watch("simple-whip-client " + client, viewer));
            assertThat(viewer.stats().codec("inbound-rtp", "video")).isEqualTo("video/" + client);
            push.signal("INT");
            push.awaitExit(LIMIT);
            relay.awaitGone(room, "camera");
        }
        assertThat(relay.process().output()).as("the relay's log").doesNotContain(token);
    }

    private static void watch(String who, WatchPage viewer) {
        double from = viewer.now();
        viewer.watch(WATCH);
        var viewing = viewer.viewing();
        var tone = viewer.tone();
        Report.line("%s: frames/s %.2f; longest pause %.0f ms; %s".formatted(who, viewing.decodedPerSecond(from),
                viewing.longestPause(from), tone));
        assertThat(viewing.decodedPerSecond(from)).isCloseTo(Push.FRAMES_PER_SECOND, Offset.offset(4.0));
        assertThat(viewing.gaps(300, from)).as("freezes").isEmpty();
        assertThat(tone.hertz()).isCloseTo(Push.TONE_HERTZ, Offset.offset(6.0));
        assertThat(tone.rms()).as("loudness").isBetween(0.05, 0.13);
    }

    @Test
    void bFramesEndTheSessionAndNobodySeesOne(Browser browser) {
        var url = relay.whip("gst_b", "camera_b");
        var token = Tokens.userSig("camera_b");
        var viewer = browser.viewer();
        try (var _ = GstWhipClient.H264.start(folder, url, token)) {
            relay.awaitAnchor("gst_b", "camera_b");
            viewer.playing(relay.whep(Tokens.APP, "gst_b", "viewer"), Tokens.userSig("viewer"));
            viewer.awaitFrames(10, LIMIT);
        }
        int seen = viewer.framesDecodedAtRest();
        try (var rejected = GstWhipClient.H264_B_FRAMES.start(folder, url, token)) {
            relay.awaitEnd("camera_b", "B_FRAMES");
            rejected.awaitExit(LIMIT);
        }
        assertThat(viewer.framesDecodedAtRest()).as("frames that the waiting viewer decoded").isEqualTo(seen);
        assertThat(relay.process().output()).contains("B_FRAMES");
    }

    @Test
    void firefoxPublishes(Browser browser) {
        try (var firefox = Firefox.publish(folder, relay.whip("firefox", "camera"), Tokens.userSig("camera"),
                Camera.USUAL.codec("VP8"))) {
            firefox.awaitSent(10);
            relay.awaitAnchor("firefox", "camera");
            var viewer = browser.viewer().playing(relay.whep(Tokens.APP, "firefox", "viewer"),
                    Tokens.userSig("viewer"));
            viewer.readCodes();
            viewer.watch(Duration.ofSeconds(2));
            Machine.undisturbed(() -> watch("Firefox", viewer));
            assertThat(viewer.viewing().codes()).isNotEmpty().noneMatch(Viewing.Code::broken);
            assertThat(viewer.stats().codec("inbound-rtp", "video")).isEqualTo("video/VP8");
        }
    }

    @Test
    void firefoxPlays(Browser browser) {
        browser.camera().publishing(relay.whip("fox", "camera"), Tokens.userSig("camera"), Camera.USUAL.codec("VP8"),
                Route.DIRECT);
        relay.awaitAnchor("fox", "camera");
        try (var firefox = Firefox.play(folder, relay.whep(Tokens.APP, "fox", "viewer"), Tokens.userSig("viewer"))) {
            assertThat(firefox.answer().status()).isEqualTo(201);
            firefox.awaitShown(60);
            var viewing = firefox.viewing();
            Report.line("Firefox plays: drawn to seen ms %s; frames shown %d".formatted(
                    viewing.encoderToPicture(0, Double.MAX_VALUE), viewing.frames().size()));
            assertThat(viewing.readableCodes()).as("part of shown frames with a good checksum").isEqualTo(1);
            assertThat(firefox.stats().codec("inbound-rtp", "video")).isEqualTo("video/VP8");
            Await.until("sound comes", LIMIT, () -> firefox.stats().entry("inbound-rtp", "audio")
                    .path("totalAudioEnergy").asDouble() > 0);
        }
    }
}
