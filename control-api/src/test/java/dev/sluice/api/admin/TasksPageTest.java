package dev.sluice.api.admin;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Page;
import dev.sluice.e2e.page.Browser;
import dev.sluice.e2e.page.ConsolePage;
import dev.sluice.event.CallbackEvent;
import dev.sluice.event.Journal;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.sluice.api.admin.RelayFixture.APP;

/** What the console shows of tasks and webhooks, over an API that pulls and delivers nothing. */
@ExtendWith(Browser.Extension.class)
class TasksPageTest {
    private final RelayFixture relay = new RelayFixture();

    TasksPageTest() throws Exception {}

    @AfterEach
    void close() throws Exception {
        relay.close();
    }

    private Page open(Browser browser) {
        var console = new ConsolePage(browser.page());
        console.open(relay.request("/console/").build().uri().toString());
        console.signIn(RelayFixture.ADMIN);
        return console.page();
    }

    @Test
    void aPullIsStartedPausedResumedAndStopped(Browser browser) {
        var page = open(browser);
        page.onDialog(Dialog::accept);
        page.fill("#task-url", "http://u:secret@live.example.com/a.flv?key=secret");
        page.fill("#task-user", "robot 1");
        page.click("#tasks-form button[type=submit]");
        assertThat(page.locator("#tasks-rows tr")).hasCount(0);
        page.fill("#task-user", "robot1");
        page.fill("#task-room", "a/b");
        page.click("#tasks-form button[type=submit]");
        assertThat(page.locator("#tasks-error")).containsText("ROOM_INVALID: room id: found 'a/b'");
        page.fill("#task-room", "studio");
        page.click("#tasks-form button[type=submit]");
        var row = page.locator("#tasks-rows tr");
        assertThat(row).containsText("Starting");
        assertThat(row).containsText("http://live.example.com/a.flv");
        assertThat(row).not().containsText("secret");
        row.locator("text=Pause").click();
        assertThat(row).containsText("Paused");
        row.locator("text=Resume").click();
        assertThat(row).containsText("Running");
        row.locator("text=Stop").click();
        assertThat(row).containsText("STOPPED");
        assertThat(row).containsText("Stopped as asked");
        assertThat(row.locator("button:visible")).hasCount(0);
    }

    @Test
    void anEventThatWasGivenUpIsSentAgain(Browser browser) {
        var page = open(browser);
        assertThat(page.locator("#webhooks-empty")).hasText("No event was given up.");
        relay.journal.commit(new Journal.Entry(List.of(), List.of(), List.of(), List.of(new CallbackEvent("e1", APP,
                APP + "/room", 1, 104, 40, "{\"RoomId\":\"room\",\"UserId\":\"alice\"}", "PEER_CLOSED"))));
        relay.journal.outbox().dead("e1", 7, 90, "HTTP status 500");
        var row = page.locator("#webhooks-rows tr");
        for (var text : new String[]{"Left the room", "PEER_CLOSED", "alice", "HTTP status 500", "7"}) {
            assertThat(row).containsText(text);
        }
        row.locator("button").click();
        assertThat(page.locator("#webhooks-empty")).hasText("No event was given up.");
        page.click("[data-state=pending]");
        assertThat(row).containsText("Left the room");
        assertThat(page.locator("[data-state=pending]")).hasText("Pending 1");
    }
}
