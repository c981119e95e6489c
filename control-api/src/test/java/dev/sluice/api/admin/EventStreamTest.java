package dev.sluice.api.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.runtime.StableCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
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

        Reader(RelayFixture relay) throws Exception {
            var answer = relay.http.send(relay.request("/api/v1/stream").build(), BodyHandlers.ofInputStream());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
            lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
        }

        Event next() throws IOException {
            var name = lines.readLine().substring("event: ".length());
            var data = JSON.readTree(lines.readLine().substring("data: ".length()));
            assertThat(lines.readLine()).isEmpty();
            return new Event(name, data);
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
            var ended = reader.until(event -> event.name().equals("sessions"));
            assertThat(ended.data().get("sessions").get(0).get("reason").asText()).isEqualTo("goodbye");
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
            var ended = reader.until(event -> event.name().equals("sessions")).data().get("sessions").get(0);
            assertThat(ended.get("code").asText()).isEqualTo("B_FRAMES");
            assertThat(ended.get("reason").asText()).contains("-bf 0");
        }
    }
}
