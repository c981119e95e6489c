package dev.sluice.e2e;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.sluice.e2e.page.Browser;
import dev.sluice.e2e.page.ConsolePage;
import dev.sluice.e2e.page.Report;
import dev.sluice.e2e.rig.Await;
import dev.sluice.e2e.rig.RelayProcess;
import dev.sluice.e2e.rig.Tokens;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** A browser publishes from the console: an operator by hand, a guest by a link. */
@ExtendWith(Browser.Extension.class)
class ConsolePublishTest {
    private static final double LIMIT_MILLIS = 15_000;
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

    @Test
    void testPatternIsListedWatchedAndGoneWhenStopped(Browser browser) {
        var console = new ConsolePage(browser.page());
        var page = console.page();
        console.open(relay.http("/console/"));
        console.signIn(RelayProcess.ADMIN_TOKEN);
        page.selectOption("#publish-app", Integer.toString(Tokens.APP));
        page.fill("#publish-room", "stage");
        page.fill("#publish-user", "laptop");
        page.click("#publish-here");
        publishPattern(page);
        var row = page.locator("#anchor-rows tr").first();
        for (var text : new String[]{"laptop", "stage", "WHIP", "opus"}) {
            assertThat(row).containsText(text, seen());
        }
        row.click();
        console.awaitPicture(LIMIT);
        assertThat(page.locator("#studio-facts td.relay").first()).containsText(Pattern.compile("H264|VP8"), seen());
        assertThat(page.locator("#studio-facts td.relay").last()).containsText(" ms", seen());
        page.screenshot(new Page.ScreenshotOptions().setPath(Report.file("console-publish.png")).setFullPage(true));
        page.click("#studio-start");
        assertThat(state(page)).hasText("Off air");
        assertThat(page.locator("#anchor-rows tr")).hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(
                LIMIT_MILLIS));
        assertThat(page.locator("#session-rows")).containsText("laptop", seen());
    }

    /** The test pattern needs no permission and no device. */
    private static void publishPattern(Page page) {
        page.selectOption("#studio-source", "pattern");
        page.click("#studio-start");
        assertThat(state(page)).hasText("On air", new LocatorAssertions.HasTextOptions().setTimeout(LIMIT_MILLIS));
    }

    private static Locator state(Page page) {
        return page.locator("#studio-state");
    }

    private static LocatorAssertions.ContainsTextOptions seen() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(LIMIT_MILLIS);
    }

    @Test
    void linkPublishesWithoutSigningInAndLeavingThePageEndsIt(Browser browser) {
        var page = browser.page();
        var token = Tokens.userSig("guest");
        page.navigate(link("guests", "guest", token));
        assertThat(page.locator("#studio-user")).hasValue("guest");
        var created = page.waitForResponse("**/v2/pub/**", () -> publishPattern(page));
        relay.awaitAnchor("guests", "guest");
        page.navigate("about:blank");
        // Sooner than the grace time of a publisher that was lost.
        Await.until("the guest has left", Duration.ofSeconds(5), () -> !rooms().contains("\"userId\":\"guest\""));
        var key = created.headerValue("location").replaceFirst(".*/", "");
        Assertions.assertThat(key).hasSize(32);
        Assertions.assertThat(relay.process().output()).as("the relay's log").doesNotContain(token, key);
    }

    @Test
    void linkKeepsItsTokenOutOfTheAddressBarAndServesAfterAReload(Browser browser) {
        var page = browser.page();
        page.navigate(link("a room", "guest", Tokens.userSig("guest")));
        assertThat(page.locator("#studio-room")).hasValue("a room");
        assertThat(page).hasURL(relay.http("/console/#publish=" + Tokens.APP + "/a%20room/guest"));
        page.reload();
        assertThat(page.locator("#studio-card")).isVisible();
    }

    @Test
    void refusalIsShownInTheRelaysWords(Browser browser) {
        var page = browser.page();
        page.navigate(link("guests", "late", Tokens.expired("late")));
        page.selectOption("#studio-source", "pattern");
        page.click("#studio-start");
        assertThat(page.locator("#studio-note")).containsText("TOKEN_EXPIRED: ", seen());
        assertThat(state(page)).hasText("Off air");
    }

    private static String link(String room, String user, String token) {
        return relay.http("/console/#publish=" + Tokens.APP + "/" + room.replace(" ", "%20") + "/" + user + "&sig="
                + token);
    }

    private static String rooms() {
        return relay.send(HttpRequest.newBuilder(URI.create(relay.http("/api/v1/rooms")))
                .header("Authorization", "Bearer " + RelayProcess.ADMIN_TOKEN).build()).body();
    }
}
