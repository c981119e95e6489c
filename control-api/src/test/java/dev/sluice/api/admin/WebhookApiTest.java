package dev.sluice.api.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.event.CallbackEvent;
import dev.sluice.event.Journal;
import dev.sluice.runtime.StableCode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.sluice.api.admin.RelayFixture.APP;
import static org.assertj.core.api.Assertions.assertThat;

class WebhookApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVENTS = "/api/v1/events";

    private final RelayFixture relay = new RelayFixture();

    WebhookApiTest() throws Exception {}

    @BeforeEach
    void fill() {
        relay.journal.commit(new Journal.Entry(List.of(), List.of(), List.of(),
                Stream.of("e1", "e2", "e3", "e4").map(WebhookApiTest::event).toList()));
        relay.journal.outbox().failed("e1", 1, 50, "status 500");
        relay.journal.outbox().delivered("e2", 2, 70);
        relay.journal.outbox().dead("e3", 7, 90, "no answer within 5 s");
    }

    private static CallbackEvent event(String id) {
        return new CallbackEvent(id, APP, APP + "/room", 1, 104, 40, "{\"RoomId\":\"room\",\"Reason\":2}",
                id.equals("e3") ? "PEER_CLOSED" : "");
    }

    @AfterEach
    void close() throws Exception {
        relay.close();
    }

    private List<String> ids(String state) throws Exception {
        var events = JSON.readTree(relay.get(EVENTS + "?state=" + state).body()).get("events");
        return events.findValues("id").stream().map(JsonNode::asText).toList();
    }

    private HttpResponse<String> redeliver(String id) throws Exception {
        return relay.send(relay.request(EVENTS + "/" + id + "/redeliver").POST(BodyPublishers.noBody()));
    }

    @Test
    void eachStateIsListedTheNewestFirst() throws Exception {
        assertThat(ids("pending")).containsExactly("e4", "e1");
        assertThat(ids("delivered")).containsExactly("e2");
        assertThat(ids("dead")).containsExactly("e3");
    }

    @Test
    void anEventShowsHowItsDeliveryDoes() throws Exception {
        assertThat(relay.get(EVENTS + "/e3").body()).isEqualTo("{\"id\":\"e3\",\"sequence\":3,\"sdkAppId\":1400000001,"
                + "\"group\":1,\"type\":104,\"at\":40,\"state\":\"dead\",\"attempts\":7,\"settledAt\":90,"
                + "\"lastFailure\":\"no answer within 5 s\",\"reason\":\"PEER_CLOSED\","
                + "\"info\":{\"RoomId\":\"room\",\"Reason\":2}}");
        assertThat(JSON.readTree(relay.get(EVENTS + "/e1").body()).get("firstAttemptAt").asInt()).isEqualTo(50);
    }

    @Test
    void deadAndDeliveredOnesArePendingAgainUnderTheirIds() throws Exception {
        for (var id : List.of("e3", "e2", "e4")) {
            var answer = redeliver(id);
            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(JSON.readTree(answer.body()).get("state").asText()).isEqualTo("pending");
        }
        assertThat(ids("dead")).isEmpty();
        assertThat(ids("pending")).containsExactly("e2", "e3", "e4", "e1");
    }

    @ParameterizedTest
    @CsvSource({"?state=lost, 400, PROTOCOL_ERROR", "'', 400, PROTOCOL_ERROR", "/none, 404, SESSION_UNKNOWN"})
    void whatIsNotThereIsAProblem(String rest, int status, StableCode code) throws Exception {
        problem(relay.get(EVENTS + rest), status, code);
    }

    private static void problem(HttpResponse<String> answer, int status, StableCode code) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(JSON.readTree(answer.body()).get("code").asText()).isEqualTo(code.name());
    }

    @Test
    void anEventThatNeverWasCantBeSentAgain() throws Exception {
        problem(redeliver("none"), 404, StableCode.SESSION_UNKNOWN);
    }

    @Test
    void aDatabaseThatIsAwayIsSaid() throws Exception {
        relay.journal.away(true);
        problem(relay.get(EVENTS + "?state=dead"), 503, StableCode.INTERNAL);
        problem(redeliver("e3"), 503, StableCode.INTERNAL);
    }
}
