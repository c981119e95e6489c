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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The schedule of attempts against the wall clock; unit tests hold it against a fake one in every build. */
@EnabledIfSystemProperty(named = "sluice.e2e.long", matches = "true")
class WebhookScheduleTest {
    private static final Duration DOWN = Duration.ofSeconds(50);
    private static final Duration TURN = Duration.ofSeconds(90);
    private static final Offset<Double> SECOND = Offset.offset(1.0);

    @Test
    void receiverThatIsSilentFailsTwiceOrIsDownHearsWhatItShould(@TempDir Path folder) {
        try (var receiver = new CallbackReceiver();
                var source = new FlvServer(folder);
                var relay = RelayProcess.startCloud(folder, CloudSettings.USUAL.calling(receiver));
                var client = Sdk.NODE.start(relay.endpoint())) {
            receiver.answering(WebhookScheduleTest::answer);
            start(client, source, "silent");
            start(client, source, "twice");
            Await.until("the first event of the silent room is given up", TURN,
                    () -> receiver.attempts().stream()
                            .anyMatch(callback -> room(callback).equals("silent") && callback.type() == 103));
            assertSeconds(receiver, "twice", 0, 0, 10);
            // A silent receiver is left alone after 5 s, so the second attempt, at once, is 5 s behind the first.
            assertSeconds(receiver, "silent", 0, 5, 15, 25, 35, 45, 55);
            receiver.stop();
            receiver.answering(_ -> 200);
            long began = System.nanoTime();
            start(client, source, "down");
            LockSupport.parkNanos(DOWN.toNanos());
            receiver.listen();
            var first = receiver.await(1, TURN, callback -> room(callback).equals("down")).getFirst();
            assertThat(first.type()).isEqualTo(101);
            assertThat(first.attempt()).isBetween(6, 8);
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began)).isLessThan(63);
        }
    }

    private static int answer(Callback callback) {
        return switch (room(callback)) {
            case "silent" -> CallbackReceiver.NEVER;
            case "twice" -> callback.attempt() < 3 ? 500 : 200;
            default -> 200;
        };
    }

    private static String room(Callback callback) {
        return callback.info().path("RoomId").asText();
    }

    private static void start(Sdk.Running client, FlvServer source, String room) {
        assertThat(client.call("StartStreamIngest", Ingest.start(room, "robot", source.url(room))).code()).isEmpty();
    }

    private static void assertSeconds(CallbackReceiver receiver, String room, double... expected) {
        var attempts = receiver.attempts().stream()
                .filter(callback -> room(callback).equals(room) && callback.type() == 101).toList();
        assertThat(attempts).as("attempts in " + room).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            var attempt = attempts.get(i);
            assertThat(attempt.attempt()).isEqualTo(i + 1);
            assertThat((attempt.wallMillis() - attempts.getFirst().wallMillis()) / 1000.0)
                    .as("attempt %d in %s, s behind the first", i + 1, room).isCloseTo(expected[i], SECOND);
        }
    }
}
