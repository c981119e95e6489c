package dev.sluice.e2e;

import dev.sluice.e2e.rig.Await;
import dev.sluice.e2e.rig.Callback;
import dev.sluice.e2e.rig.CallbackReceiver;
import dev.sluice.e2e.rig.CloudSettings;
import dev.sluice.e2e.rig.FlvServer;
import dev.sluice.e2e.rig.Ingest;
import dev.sluice.e2e.rig.Postgres;
import dev.sluice.e2e.rig.RelayProcess;
import dev.sluice.e2e.rig.Sdk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The relay is killed while pulls run and nobody took their events: started again, it has lost neither. */
class CrashTest {
    private static final int RUNNING = Lengths.LONG ? 50 : 10;
    /** Started and stopped before the crash. */
    private static final int STOPPED = Lengths.LONG ? 32 : 7;
    private static final int UNDELIVERED = Lengths.LONG ? 500 : 100;
    private static final Duration AGAIN = Duration.ofSeconds(10);
    private static final Duration TURN = Duration.ofSeconds(60);
    private static final List<String> ENTERED = List.of("101", "103", "media", "media", "701/0");

    @Test
    void withItsOwnFile(@TempDir Path folder) {
        crash(folder, CloudSettings.USUAL);
    }

    @Test
    void withPostgres(@TempDir Path folder) {
        try (var postgres = Postgres.start()) {
            crash(folder, CloudSettings.USUAL.storing(postgres.url()));
        }
    }

    private static void crash(Path folder, CloudSettings usual) {
        try (var receiver = new CallbackReceiver().answering(_ -> 500); var source = new FlvServer(folder)) {
            var settings = usual.requestsPerSecond(1000).calling(receiver);
            Map<String, String> tasks;
            try (var relay = RelayProcess.startCloud(folder, settings)) {
                tasks = fill(relay, source);
                relay.kill();
            }
            receiver.answering(_ -> 200);
            long restart = System.currentTimeMillis();
            try (var _ = RelayProcess.startCloud(folder, settings)) {
                check(receiver, tasks, restart);
            }
        }
    }

    /** Gives the rooms' tasks. */
    private static Map<String, String> fill(RelayProcess relay, FlvServer source) {
        try (var client = Sdk.NODE.start(relay.endpoint())) {
            var tasks = start(client, "stopped", STOPPED, source);
            Await.until("they play", TURN, () -> source.playing() == STOPPED);
            tasks.keySet().forEach(room -> relay.awaitAnchor(room, "robot"));
            tasks.values()
                    .forEach(task -> assertThat(client.call("StopStreamIngest", Ingest.of(task)).code()).isEmpty());
            tasks.putAll(start(client, "running", RUNNING, source));
            Await.until("events wait", TURN, () -> relay.pendingEvents() >= UNDELIVERED);
            return tasks;
        }
    }

    private static Map<String, String> start(Sdk.Running client, String name, int count, FlvServer source) {
        return IntStream.range(0, count).mapToObj(i -> name + "_" + i).collect(Collectors.toMap(room -> room,
                room -> client.call("StartStreamIngest", Ingest.start(room, "robot", source.url(room))).text("TaskId"),
                (first, _) -> first, HashMap::new));
    }

    private static void check(CallbackReceiver receiver, Map<String, String> tasks, long restart) {
        var again = receiver.await(RUNNING, TURN, startedAfter(restart));
        assertThat(again).allSatisfy(callback -> assertThat(callback.atMillis() - restart).as("ms until it ran again")
                .isLessThan(AGAIN.toMillis()));
        receiver.await(STOPPED, TURN, callback -> callback.type() == 702);
        tasks.forEach((room, task) -> Await.until("all of " + room, TURN,
                () -> told(receiver, room, task).size() >= expected(room).size()));
        tasks.forEach((room, task) -> assertThat(told(receiver, room, task)).as("told of " + room)
                .isEqualTo(expected(room)));
        assertIdsAreKept(receiver.attempts());
    }

    private static Predicate<Callback> startedAfter(long restart) {
        return callback -> callback.name().equals("701/0") && callback.atMillis() >= restart;
    }

    private static List<String> expected(String room) {
        var told = room.startsWith("running")
                ? Stream.of(ENTERED, List.of("104", "102", "701/2"), ENTERED)
                : Stream.of(ENTERED, List.of("104", "102", "702/0"));
        return told.flatMap(List::stream).toList();
    }

    /** In the order of arrival; picture and sound may start in any order. */
    private static List<String> told(CallbackReceiver receiver, String room, String task) {
        return receiver.delivered().stream()
                .filter(callback -> callback.info().path("RoomId").asText().equals(room)
                        || callback.taskId().equals(task))
                .map(callback -> callback.name().equals("201") || callback.name().equals("203")
                        ? "media"
                        : callback.name())
                .toList();
    }

    /** Whatever was sent more than once had the same id each time, and no two had one. */
    private static void assertIdsAreKept(List<Callback> attempts) {
        var ids = new HashMap<String, String>();
        attempts.forEach(callback -> assertThat(ids.computeIfAbsent(callback.type() + " " + callback.info(),
                _ -> callback.eventId())).as("id of " + callback).isEqualTo(callback.eventId()));
        assertThat(new HashSet<>(ids.values())).as("ids of different events").hasSameSizeAs(ids.keySet());
    }
}
