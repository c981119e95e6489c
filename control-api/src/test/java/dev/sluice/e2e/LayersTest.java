package dev.sluice.e2e;

import dev.sluice.e2e.page.Browser;
import dev.sluice.e2e.page.Camera;
import dev.sluice.e2e.page.PublishPage;
import dev.sluice.e2e.page.Report;
import dev.sluice.e2e.page.Route;
import dev.sluice.e2e.page.WatchPage;
import dev.sluice.e2e.rig.Await;
import dev.sluice.e2e.rig.RelayProcess;
import dev.sluice.e2e.rig.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A Chromium publishes one picture in three sizes: who can take it is shown the largest that is sent. */
@ExtendWith(Browser.Extension.class)
class LayersTest {
    /** An encoder's bit rate grows step by step until there is enough for its best layer. */
    private static final Duration START = Duration.ofSeconds(15);
    private static final Duration FALLBACK = Duration.ofSeconds(2);
    private static RelayProcess relay;

    @BeforeAll
    static void start(@TempDir Path folder) {
        relay = RelayProcess.start(folder);
    }

    @AfterAll
    static void stop() {
        relay.close();
    }

    private static PublishPage publish(Browser browser, String room) {
        var camera = browser.camera().publishing(relay.whip(room, "camera"), Tokens.userSig("camera"),
                Camera.USUAL.codec("VP8").inLayers(), Route.DIRECT);
        relay.awaitAnchor(room, "camera");
        return camera;
    }

    private static WatchPage play(Browser browser, String room) {
        return browser.viewer().playing(relay.whep(Tokens.APP, room, "viewer"), Tokens.userSig("viewer"));
    }

    @Test
    void ofThreeLayersTheBestIsSeen(Browser browser) {
        var camera = publish(browser, "layers");
        var viewer = play(browser, "layers");
        awaitWidth(viewer, 640, START, camera);
        double from = viewer.now();
        viewer.watch(Duration.ofSeconds(3));
        assertThat(viewer.viewing().decodedPerSecond(from)).as("frames per second").isGreaterThan(15);
        assertThat(relay.metrics().sum("sluice_viewers_slow")).as("slow viewers on a good link").isZero();
    }

    @Test
    void whenTheBestLayerIsNotSentTheNextIsSeenUntilItReturns(Browser browser) {
        var camera = publish(browser, "stops");
        var viewer = play(browser, "stops");
        awaitWidth(viewer, 640, START, camera);
        camera.send("f", false);
        Report.line("best layer stopped: the next was seen after ms " + awaitWidth(viewer, 320, FALLBACK, camera));
        camera.send("f", true);
        Report.line("best layer returned: it was seen after ms " + awaitWidth(viewer, 640, START, camera));
    }

    /** Waits until the picture is so wide; gives the milliseconds. */
    private static long awaitWidth(WatchPage viewer, int width, Duration limit, PublishPage camera) {
        long start = System.nanoTime();
        try {
            Await.until("a picture " + width + " wide is seen", limit,
                    () -> viewer.stats("inbound-rtp", "video").path("frameWidth").asInt() == width);
        } catch (AssertionError late) {
            throw new AssertionError(late.getMessage() + "; sent: " + camera.layers(), late);
        }
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }
}
