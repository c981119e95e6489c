package dev.sluice.api.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.event.CallbackEvent;
import dev.sluice.event.Journal;
import dev.sluice.openapi.OpenApiAnswers;
import dev.sluice.runtime.StableCode;
import dev.sluice.task.NewTask;
import dev.sluice.task.TaskSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.sluice.api.admin.RelayFixture.ROOM;
import static org.assertj.core.api.Assertions.assertThat;

@Timeout(20)
class EventStreamTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Event(String name, JsonNode data) {}

    private static final class Reader implements AutoCloseable {
        private final BufferedReader lines;
        private JsonNode ended = JSON.createArrayNode();

        Reader(RelayFixture relay) throws Exception {
            var answer = relay.http.send(relay.request("/api/v1/stream").build(), BodyHandlers.ofInputStream());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
            lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
        }

        Event next() throws IOException {
            var name = lines.readLine().substring("event: ".length());
            var data = lines.readLine().substring("data: ".length());
            assertThat(lines.readLine()).isEmpty();
            OpenApiAnswers.checkEvent(name, data);
            var event = new Event(name, JSON.readTree(data));
            if (name.equals("sessions")) {
                ended = event.data().get("sessions");
            }
            return event;
        }

        /** The newest session that ended; it may have been told before the event of the room was. */
        JsonNode ended() throws IOException {
            while (ended.isEmpty()) {
                next();
            }
            return ended.get(0);
        }

        Event until(Predicate<Event> wanted) throws IOException {
            var event = next();
            while (!wanted.test(event)) {
                event = next();
            }
            return event;
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    private static Predicate<Event> room(String type) {
        return event -> event.name().equals("room") && event.data().get("type").asText().equals(type);
    }

    @Test
    void aReaderFirstSeesHowThingsStand() throws Exception {
        try (var relay = new RelayFixture()) {
            relay.publish(relay.session("s1"), ROOM, "alice");
            try (var reader = new Reader(relay)) {
                var first = reader.next();
                assertThat(first.name()).isEqualTo("snapshot");
                assertThat(first.data().get("totalRooms").asInt()).isEqualTo(1);
                assertThat(first.data().get("rooms").get(0).get("anchors").get(0).get("userId").asText())
                        .isEqualTo("alice");
                assertThat(reader.next().name()).isEqualTo("sessions");
            }
        }
    }

    @Test
    void whatHappensIsToldAndSnapshotsFollow() throws Exception {
        try (var relay = new RelayFixture(); var reader = new Reader(relay)) {
            var publication = relay.publish(relay.session("s1"), ROOM, "alice");
            var entered = reader.until(room("anchorEntered"));
            assertThat(entered.data().get("userId").asText()).isEqualTo("alice");
            assertThat(reader.until(room("trackStarted")).data().get("track").asText()).isEqualTo("H264");
            reader.until(event -> event.name().equals("snapshot") && !event.data().get("rooms").isEmpty());
            relay.onLoop(() -> publication.end(StableCode.PEER_CLOSED, "goodbye", true));
            assertThat(reader.until(room("anchorLeft")).data().get("code").asText()).isEqualTo("PEER_CLOSED");
            assertThat(reader.ended().get("reason").asText()).isEqualTo("goodbye");
        }
    }

    @Test
    void aRejectedStreamIsToldWithItsCodeAndWhatToDo() throws Exception {
        try (var relay = new RelayFixture(); var reader = new Reader(relay)) {
            relay.bFrame(relay.publish(relay.session("s1"), ROOM, "alice"));
            var rejected = reader.until(room("publishRejected")).data();
            assertThat(rejected.get("code").asText()).isEqualTo("B_FRAMES");
            assertThat(rejected.get("sessionId").asText()).isEqualTo("s1");
            assertThat(rejected.get("reason").asText()).contains("-bf 0");
            var ended = reader.ended();
            assertThat(ended.get("code").asText()).isEqualTo("B_FRAMES");
            assertThat(ended.get("reason").asText()).contains("-bf 0");
        }
    }

    private static Predicate<Event> named(String name) {
        return event -> event.name().equals(name);
    }

    @Test
    void tasksAndWebhooksAreToldWhenTheyChange() throws Exception {
        try (var relay = new RelayFixture(); var reader = new Reader(relay)) {
            assertThat(reader.until(named("tasks")).data().get("tasks")).isEmpty();
            var settings = new TaskSettings("http://a/b?key=secret", 0, 1, 0, 100, 1, 0, false, List.of());
            relay.tasks.start(new NewTask(ROOM, "robot", settings));
            relay.publish(relay.session("s1"), ROOM, "alice");
            assertThat(reader.until(named("tasks")).data().get("tasks").get(0).get("shownUrl").asText())
                    .isEqualTo("http://a/b");
            relay.journal.commit(new Journal.Entry(List.of(), List.of(), List.of(),
                    List.of(new CallbackEvent("e1", RelayFixture.APP, "q", 1, 101, 1, "{}", ""))));
            reader.until(named("webhooks").and(event -> event.data().get("pending").asInt() == 1));
            relay.journal.outbox().delivered("e1", 1, 2);
            assertThat(reader.until(named("webhooks")).data())
                    .hasToString("{\"pending\":0,\"dead\":0,\"latest\":\"e1\"}");
            try (var second = new Reader(relay)) {
                assertThat(second.until(named("tasks")).data().get("tasks")).hasSize(1);
            }
        }
    }
}
