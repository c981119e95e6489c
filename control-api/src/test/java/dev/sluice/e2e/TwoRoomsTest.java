package dev.sluice.e2e;

import dev.sluice.e2e.page.Browser;
import dev.sluice.e2e.page.WatchPage;
import dev.sluice.e2e.rig.Await;
import dev.sluice.e2e.rig.CloudSettings;
import dev.sluice.e2e.rig.FlvServer;
import dev.sluice.e2e.rig.Ingest;
import dev.sluice.e2e.rig.RelayProcess;
import dev.sluice.e2e.rig.Sdk;
import dev.sluice.e2e.rig.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Integer room 123 and string room "123" are two, to pulls, viewers and those who remove users. */
@ExtendWith(Browser.Extension.class)
class TwoRoomsTest {
    private static final Duration TURN = Duration.ofSeconds(10);
    private static final int FRAMES = 30;

    @Test
    void eachRoomIsWatchedAndRemovingAUserEndsOnlyTheTaskOfItsOwn(Browser browser, @TempDir Path folder) {
        try (var source = new FlvServer(folder);
                var relay = RelayProcess.startCloud(folder, CloudSettings.USUAL);
                var client = Sdk.JAVA.start(relay.endpoint())) {
            var integer = started(client, Ingest.start(123, "robot", source.url("integer")));
            var string = started(client, Ingest.start("123", "robot", source.url("string")));
            Await.until("both play", TURN, () -> source.playing() == 2);
            relay.awaitAnchor("123", "robot");
            var ofString = watch(browser, relay, "");
            var ofInteger = watch(browser, relay, "&RoomIdType=1");
            goesOn(ofString);
            goesOn(ofInteger);
            remove(client, "RemoveUserByStrRoomId", "123");
            assertThat(statuses(client, integer, string)).containsExactly("InProgress", "NotExist");
            Await.until("one source is left", TURN, () -> source.playing() == 1);
            ofString.framesDecodedAtRest();
            goesOn(ofInteger);
            var again = started(client, Ingest.start("123", "robot", source.url("again")));
            Await.until("both play", TURN, () -> source.playing() == 2);
            remove(client, "RemoveUser", 123);
            assertThat(statuses(client, integer, again)).containsExactly("NotExist", "InProgress");
            ofInteger.framesDecodedAtRest();
        }
    }

    private static String started(Sdk.Running client, Map<String, Object> start) {
        return client.call("StartStreamIngest", start).text("TaskId");
    }

    private static WatchPage watch(Browser browser, RelayProcess relay, String type) {
        return browser.viewer().playing(relay.whep(Tokens.APP, "123", "viewer") + type, Tokens.userSig("viewer"));
    }

    private static void goesOn(WatchPage viewer) {
        int decoded = viewer.framesDecoded();
        Await.until(FRAMES + " more frames", TURN, () -> viewer.framesDecoded() > decoded + FRAMES);
    }

    private static void remove(Sdk.Running client, String action, Object room) {
        assertThat(client.call(action, Map.of("SdkAppId", Tokens.APP, "RoomId", room, "UserIds", List.of("robot")))
                .code()).isEmpty();
    }

    private static List<String> statuses(Sdk.Running client, String... tasks) {
        return List.of(tasks).stream()
                .map(task -> client.call("DescribeStreamIngest", Ingest.of(task)).text("Status")).toList();
    }
}
