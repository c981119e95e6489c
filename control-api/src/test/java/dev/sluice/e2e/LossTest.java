package dev.sluice.e2e;

import dev.sluice.e2e.page.Browser;
import dev.sluice.e2e.page.Camera;
import dev.sluice.e2e.page.PublishPage;
import dev.sluice.e2e.page.Report;
import dev.sluice.e2e.page.Route;
import dev.sluice.e2e.page.Viewing;
import dev.sluice.e2e.page.WatchPage;
import dev.sluice.e2e.rig.ImpairedLink;
import dev.sluice.e2e.rig.Impairment;
import dev.sluice.e2e.rig.Machine;
import dev.sluice.e2e.rig.RelayProcess;
import dev.sluice.e2e.rig.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A bad line on either side of the relay: what the camera sent is still seen. */
@ExtendWith(Browser.Extension.class)
class LossTest {
    private static final Impairment BAD = new Impairment(0.05, 30, 10);
    private static final Impairment TERRIBLE = BAD.loss(0.3);
    private static final Duration SPAN = Lengths.choose(30, 60);
    private static final Duration SETTLE = Duration.ofSeconds(4);
    private static final Duration TERRIBLE_TIME = Duration.ofSeconds(5);
    private static final Duration RECOVERY = Duration.ofSeconds(2);
    /** Long enough that the two frames by which looks at counts err do not matter. */
    private static final Duration RECOVERED = Duration.ofSeconds(4);
    private static final int SEED = Integer.getInteger("sluice.e2e.seed", 3);

    @Test
    void whatWasSentIsDecodedAndReadsWithItsChecksum(Browser browser, @TempDir Path folder) {
        Machine.undisturbed(() -> publishAndWatch(browser, folder));
    }

    private static void publishAndWatch(Browser browser, Path folder) {
        try (var relay = RelayProcess.start(folder);
                var in = new ImpairedLink(relay.webrtcPort(), SEED);
                var out = new ImpairedLink(relay.webrtcPort(), SEED + 1)) {
            in.impair(BAD);
            out.impair(BAD);
            var camera = browser.camera().publishing(relay.whip("loss", "camera"), Tokens.userSig("camera"),
                    Camera.USUAL, Route.udpThrough(in.port()));
            relay.awaitAnchor("loss", "camera");
            var viewer = browser.viewer().playing(relay.whep(Tokens.APP, "loss", "viewer"), Tokens.userSig("viewer"),
                    Route.udpThrough(out.port()));
            viewer.watch(SETTLE);
            viewer.readCodes();
            onABadLine(camera, viewer);
            in.impair(TERRIBLE);
            out.impair(TERRIBLE);
            viewer.watch(TERRIBLE_TIME);
            in.impair(BAD);
            out.impair(BAD);
            afterATerribleOne(camera, viewer);
            assertThat(in.lost()).as("datagrams lost before the relay").isGreaterThan(100);
            assertThat(out.lost()).as("datagrams lost behind the relay").isGreaterThan(100);
        }
    }

    private static void onABadLine(PublishPage camera, WatchPage viewer) {
        double from = viewer.now();
        viewer.watch(SPAN.plus(Viewing.IN_TIME));
        var viewing = viewer.viewing();
        double decoded = camera.publishing().decodedBy(viewing, from, SPAN);
        long broken = viewing.codes().stream().filter(Viewing.Code::broken).count();
        Report.line("5 %% loss and 30 ms on both legs, %d s: decoded %.1f %% of what was sent; %d codes, %d broken; %s"
                .formatted(SPAN.toSeconds(), 100 * decoded, viewing.codes().size(), broken,
                        viewing.encoderToPicture(from, Double.MAX_VALUE)));
        assertThat(decoded).as("part of the sent frames that was decoded").isGreaterThanOrEqualTo(0.95);
        assertThat(viewing.codes()).as("codes read").hasSizeGreaterThan((int) (20 * SPAN.toSeconds()));
        assertThat(broken).as("decoded frames whose code is broken").isZero();
    }

    private static void afterATerribleOne(PublishPage camera, WatchPage viewer) {
        double ended = viewer.now();
        double recovered = ended + RECOVERY.toMillis();
        viewer.watch(RECOVERY.plus(RECOVERED).plus(Viewing.IN_TIME));
        var viewing = viewer.viewing();
        var publishing = camera.publishing();
        double decoded = publishing.decodedBy(viewing, recovered, RECOVERED);
        Report.line(("5 s of 30 %% loss: decoded %.1f %% of what was sent meanwhile, %.1f %% in the 2 s behind it, "
                + "%.1f %% in the next 4 s (%.1f frames/s)").formatted(
                        100 * publishing.decodedBy(viewing, ended - TERRIBLE_TIME.toMillis(), TERRIBLE_TIME),
                        100 * publishing.decodedBy(viewing, ended, RECOVERY), 100 * decoded,
                        publishing.sentPerSecond(viewing, recovered, RECOVERED)));
        assertThat(decoded).as("part of the sent frames that is decoded again").isGreaterThanOrEqualTo(0.9);
        assertThat(publishing.sentPerSecond(viewing, recovered, RECOVERED)).as("frames/s sent").isGreaterThan(8);
        assertThat(viewing.codes()).as("codes").noneMatch(Viewing.Code::broken);
    }
}
