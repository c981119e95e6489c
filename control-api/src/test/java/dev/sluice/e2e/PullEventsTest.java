package dev.sluice.e2e;

import dev.sluice.e2e.rig.Await;
import dev.sluice.e2e.rig.Callback;
import dev.sluice.e2e.rig.CallbackReceiver;
import dev.sluice.e2e.rig.CloudSettings;
import dev.sluice.e2e.rig.FlvServer;
import dev.sluice.e2e.rig.Ingest;
import dev.sluice.e2e.rig.RelayProcess;
import dev.sluice.e2e.rig.Sdk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** A backend hears what becomes of a pull: its source dies and returns, another's stays away, and one is stopped. */
class PullEventsTest {
    private static final Duration TURN = Duration.ofSeconds(15);
    private static final double SECONDS = 0.7;
    private static final int FAILURES_BEFORE_THE_RETURN = 3;

    @Test
    void sourceThatDiesIsTriedAgainAndTheBackendHearsEachTurn(@TempDir Path folder) {
        try (var receiver = new CallbackReceiver();
                var source = new FlvServer(folder);
                var lost = new FlvServer(folder);
                var relay = RelayProcess.startCloud(folder, CloudSettings.USUAL.calling(receiver));
                var client = Sdk.NODE.start(relay.endpoint())) {
            var returning = start(client, "returning", source);
            var ending = start(client, "ending", lost);
            receiver.awaitTask("701/0", returning, TURN);
            receiver.awaitTask("701/0", ending, TURN);
            source.stop();
            lost.stop();
            receiver.await(FAILURES_BEFORE_THE_RETURN, TURN, about(returning, "701/1"));
            source.listen();
            receiver.await(2, TURN, about(returning, "701/0"));
            assertThat(client.call("StopStreamIngest", Ingest.of(returning)).code()).isEmpty();
            receiver.awaitTask("702/0", returning, TURN);
            receiver.awaitTask("702/0", ending, TURN);
            Await.until("both rooms are empty", TURN, () -> receiver.delivered().stream()
                    .filter(callback -> callback.type() == 102).count() == 2);
            assertReturned(room(receiver, "returning", returning));
            assertEnded(room(receiver, "ending", ending));
            assertThat(receiver.attempts()).as("none was sent twice").hasSameSizeAs(receiver.delivered());
        }
    }

    private static String start(Sdk.Running client, String room, FlvServer source) {
        return client.call("StartStreamIngest", Ingest.start(room, "robot", source.url(room))).text("TaskId");
    }

    private static Predicate<Callback> about(String task, String name) {
        return callback -> callback.name().equals(name) && callback.taskId().equals(task);
    }

    /** What was told of a room and its task, in the order of arrival. */
    private static List<Callback> room(CallbackReceiver receiver, String room, String task) {
        return receiver.delivered().stream().filter(callback -> callback.info().path("RoomId").asText().equals(room)
                || callback.taskId().equals(task)).toList();
    }

    private static void assertReturned(List<Callback> told) {
        assertThat(names(told)).startsWith("101", "103").contains("201", "203")
                .containsSubsequence("701/0", "701/1", "701/2", "701/1", "701/2", "701/1", "701/2", "701/0")
                .endsWith("104", "102", "702/0").doesNotContain("202", "204");
        assertThat(pauses(told)).as("seconds from a failure to the next try").hasSize(3);
        assertPauses(told);
        assertThat(told.stream().filter(callback -> callback.type() == 702)).hasSize(1);
        assertThat(told.stream().filter(callback -> callback.type() == 104)).singleElement()
                .satisfies(left -> assertThat(left.info().path("Reason").asInt()).isEqualTo(1));
    }

    private static void assertEnded(List<Callback> told) {
        assertThat(names(told)).containsSubsequence("701/0", "701/1", "701/2", "701/1", "701/2", "701/1", "701/2",
                "701/1").endsWith("104", "102", "702/0");
        assertThat(names(told).stream().filter("701/0"::equals)).hasSize(1);
        assertThat(told.stream().filter(callback -> callback.type() == 702)).hasSize(1);
        assertPauses(told);
        assertThat(told.stream().filter(callback -> callback.name().equals("701/1")).map(Callback::reason))
                .containsExactly("PEER_CLOSED", "SOURCE_UNREACHABLE", "SOURCE_UNREACHABLE", "SOURCE_UNREACHABLE");
    }

    private static List<String> names(List<Callback> told) {
        return told.stream().map(Callback::name).toList();
    }

    private static void assertPauses(List<Callback> told) {
        var pauses = pauses(told);
        assertThat(pauses.get(0)).isCloseTo(0, within(SECONDS));
        assertThat(pauses.get(1)).isCloseTo(1, within(SECONDS));
        assertThat(pauses.get(2)).isCloseTo(3, within(SECONDS));
    }

    private static List<Double> pauses(List<Callback> told) {
        var pauses = new ArrayList<Double>();
        long failedAt = 0;
        for (var callback : told) {
            if (callback.name().equals("701/1")) {
                failedAt = callback.atMillis();
            } else if (callback.name().equals("701/2")) {
                pauses.add((callback.atMillis() - failedAt) / 1000.0);
            }
        }
        return pauses;
    }
}
