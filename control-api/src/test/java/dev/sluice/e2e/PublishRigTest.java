package dev.sluice.e2e;

import dev.sluice.e2e.page.Browser;
import dev.sluice.e2e.page.Camera;
import dev.sluice.e2e.page.Counts;
import dev.sluice.e2e.page.PublishPage;
import dev.sluice.e2e.page.Report;
import dev.sluice.e2e.page.Route;
import dev.sluice.e2e.page.Viewing;
import dev.sluice.e2e.page.WatchPage;
import dev.sluice.e2e.rig.ImpairedLink;
import dev.sluice.e2e.rig.Impairment;
import dev.sluice.e2e.rig.Machine;
import dev.sluice.e2e.rig.Push;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** A camera's page and a viewer's page with nothing but a line between them: what the tests of the relay rely on. */
@ExtendWith(Browser.Extension.class)
class PublishRigTest {
    private static final Pattern CANDIDATE_PORT = Pattern.compile("a=candidate:\\S+ \\d+ udp \\d+ \\S+ (\\d+)");
    private static final Duration WATCH = Lengths.choose(5, 20);
    private static final double FRAME_MILLIS = 1000 / Push.FRAMES_PER_SECOND;

    @ParameterizedTest
    @ValueSource(strings = {"H264", "VP8"})
    void everyFrameIsSentAndItsCodeIsReadWithItsChecksum(String codec, Browser browser) {
        Machine.undisturbed(() -> direct(browser, Camera.USUAL.codec(codec), Impairment.NONE, (camera, viewer, _) -> {
            viewer.readCodes();
            double from = viewer.now();
            viewer.watch(WATCH);
            var viewing = viewer.viewing();
            report(codec + " page to page", viewing, from);
            assertThat(camera.stats().codec("outbound-rtp", "video")).isEqualTo("video/" + codec);
            assertThat(viewing.codes()).hasSizeGreaterThan((int) (20 * WATCH.toSeconds()))
                    .noneMatch(Viewing.Code::broken);
            var counters = viewing.codes().stream().map(Viewing.Code::counter).toList();
            int span = counters.getLast() - counters.getFirst() + 1;
            assertThat(counters.size()).as("frames seen of %d drawn", span).isGreaterThan((int) (0.9 * span));
            assertThat(viewer.stats("inbound-rtp", "video").path("frameWidth").asInt()).isEqualTo(640);
            assertThat(viewer.tone().hertz()).isCloseTo(Push.TONE_HERTZ, within(6.0));
            assertThat(viewer.tone().rms()).isBetween(0.05, 0.13);
        }));
    }

    @Test
    void badLineShowsInDelayAndLossAndTheCountsAgree(Browser browser) {
        Machine.undisturbed(() -> direct(browser, Camera.USUAL, new Impairment(0.05, 30, 10),
                (camera, viewer, link) -> {
                    viewer.readCodes();
                    viewer.watch(Duration.ofSeconds(2));
                    double from = viewer.now();
                    viewer.watch(WATCH);
                    var viewing = viewer.viewing();
                    report("5 % loss and 30 ms page to page", viewing, from);
                    assertThat(viewing.codes()).noneMatch(Viewing.Code::broken);
                    assertThat(viewing.encoderToArrival(from).median()).isGreaterThan(25);
                    assertThat(link.lost() / (double) (link.lost() + link.passed())).isCloseTo(0.05, within(0.02));
                    double wall = viewing.wallMillis(from);
                    double delay = viewing.encoderToPicture(from, Double.MAX_VALUE).median();
                    double sent = camera.publishing().sent().between(wall - delay, wall - delay + 4000);
                    double decoded = viewing.decoded().between(wall, wall + 4000);
                    Report.line("sent %.1f decoded %.1f".formatted(sent, decoded));
                    assertThat(decoded).isCloseTo(sent, Offset.offset(0.1 * sent));
                    assertThat(viewer.stats("inbound-rtp", "video").path("nackCount").asInt()).isPositive();
                }));
    }

    private static void report(String what, Viewing viewing, double from) {
        Report.line("%s: encoder to picture ms %s; frames/s %.2f; codes read %d".formatted(what,
                viewing.encoderToPicture(from, Double.MAX_VALUE), viewing.decodedPerSecond(from),
                viewing.codes().size()));
    }

    private interface Look {
        void at(PublishPage camera, WatchPage viewer, ImpairedLink link);
    }

    private static void direct(Browser browser, Camera settings, Impairment impairment, Look look) {
        var camera = browser.camera();
        var viewer = browser.viewer();
        var answer = viewer.playDirectly(camera.offer(settings));
        var port = CANDIDATE_PORT.matcher(answer);
        assertThat(port.find()).as("a candidate in %s", answer).isTrue();
        try (var link = new ImpairedLink(Integer.parseInt(port.group(1)), 7)) {
            link.impair(impairment);
            camera.accept(answer, settings, Route.udpThrough(link.port()));
            viewer.awaitFrames(10, Duration.ofSeconds(10));
            assertThat(link.passed()).as("datagrams over the link").isGreaterThan(20);
            look.at(camera, viewer, link);
        }
    }

    /** Any square that is read wrongly makes the code a broken one. */
    @Test
    void wrongSquareBreaksTheCode(Browser browser) {
        var page = browser.viewer().page();
        var read = page.evaluate("""
                () => {
                  const pen = new OffscreenCanvas(640, 360).getContext('2d');
                  const results = [];
                  for (let square = -1; square < 60; square++) {
                    paintCode(pen, 123456, 4242);
                    if (square >= 0) {
                      const [x, y] = [square % 20 * 32, Math.floor(square / 20) * 32];
                      const white = pen.getImageData(x + 16, y + 16, 1, 1).data[0] > 127;
                      pen.fillStyle = white ? 'black' : 'white';
                      pen.fillRect(x, y, 32, 32);
                    }
                    results.push(readCode(pen.canvas, 640).counter);
                  }
                  return results.join(' ');
                }""");
        assertThat(read).isEqualTo("4242" + " -1".repeat(60));
    }

    @Test
    void countGrowsEvenlyBetweenLooksAndIsNotGuessedOutsideOfThem() {
        var counts = new Counts(Map.of(0.0, 0.0, 100.0, 30.0, 200.0, 30.0));
        assertThat(counts.between(50, 150)).isEqualTo(15);
        assertThat(counts.between(0, 200)).isEqualTo(30);
        assertThatThrownBy(() -> counts.between(-FRAME_MILLIS, 100)).hasMessageContaining("before");
        assertThatThrownBy(() -> counts.between(0, 201)).hasMessageContaining("after");
    }

    @Test
    void answerWithoutACandidateThatFitsIsAnError(Browser browser) {
        var page = browser.camera().page();
        var script = "([line, route]) => routed(line + '\\r\\n', route)";
        var udp = "a=candidate:1 1 udp 2 10.0.0.1 5000 typ host";
        var tcp = "a=candidate:1 1 tcp 2 ::1 5000 typ host tcptype passive";
        assertThat(page.evaluate(script, new Object[]{udp, Map.of("transport", "udp", "port", 7)}))
                .isEqualTo("a=candidate:1 1 udp 2 127.0.0.1 7 typ host\r\n");
        assertThat(page.evaluate(script, new Object[]{udp + "\r\n" + tcp, Map.of("family", 6)}))
                .isEqualTo(tcp + "\r\n");
        assertThatThrownBy(() -> page.evaluate(script, new Object[]{udp, Map.of("transport", "tcp")}))
                .hasMessageContaining("no candidate fits");
    }
}
