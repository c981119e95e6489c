package dev.sluice.e2e;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.sluice.e2e.page.Browser;
import dev.sluice.e2e.page.ConsolePage;
import dev.sluice.e2e.page.Report;
import dev.sluice.e2e.rig.FfmpegProgram;
import dev.sluice.e2e.rig.Push;
import dev.sluice.e2e.rig.RelayProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** An operator signs in, sees who is on air, and watches. */
@ExtendWith(Browser.Extension.class)
class ConsoleTest {
    private static final double LIMIT_MILLIS = 10_000;
    private static RelayProcess relay;

    @BeforeAll
    static void start(@TempDir Path folder) {
        relay = RelayProcess.start(folder);
    }

    @AfterAll
    static void stop() {
        relay.close();
    }

    @Test
    void anchorIsListedWithItsFiguresAndWatched(Browser browser) {
        try (var push = Push.with(FfmpegProgram.FFMPEG_5, relay.rtmp("studio", "camera")).start()) {
            var console = new ConsolePage(browser.page());
            console.open(relay.http("/console/"));
            console.signIn(RelayProcess.ADMIN_TOKEN);
            var row = console.page().locator("#anchor-rows tr").first();
            for (var text : new String[]{"camera", "studio", "RTMP", "H264", "640 × 360", "AAC"}) {
                assertThat(row).containsText(text, seen());
            }
            assertThat(row.locator("td").nth(4)).containsText(Pattern.compile("^(29|30|31)\\.\\d$"), seen());
            assertThat(row).containsText(Pattern.compile("[12]\\.\\d+ Mb/s"), seen());
            assertThat(row).containsText("Lavf", seen());
            assertThat(row.locator("td").nth(6)).containsText("2.0 s", seen());
            assertThat(row.locator("td").nth(7)).containsText(Pattern.compile("\\d ms.*lag \\d+ ms"), seen());
            row.click();
            console.awaitPicture(Duration.ofSeconds(15));
            assertThat(console.page().locator("#facts")).containsText(Pattern.compile("opus", Pattern.CASE_INSENSITIVE),
                    seen());
            console.watch(Duration.ofSeconds(4));
            console.page()
                    .screenshot(new Page.ScreenshotOptions().setPath(Report.file("console.png")).setFullPage(true));
            push.kill();
            assertThat(console.page().locator("#session-rows")).containsText("PEER_CLOSED",
                    new LocatorAssertions.ContainsTextOptions().setTimeout(2 * LIMIT_MILLIS));
        }
    }

    private static LocatorAssertions.ContainsTextOptions seen() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(LIMIT_MILLIS);
    }

    @Test
    void wrongTokenIsRefused(Browser browser) {
        var console = new ConsolePage(browser.page());
        console.open(relay.http("/console/"));
        console.signIn("not-" + RelayProcess.ADMIN_TOKEN);
        assertThat(console.page().locator("#signin-error")).isVisible();
        assertThat(console.page().locator("#anchors")).isHidden();
    }
}
