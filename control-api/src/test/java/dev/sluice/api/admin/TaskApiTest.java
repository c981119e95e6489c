package dev.sluice.api.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.runtime.StableCode;
import dev.sluice.task.IngestTask;
import dev.sluice.task.TaskException;
import dev.sluice.task.TaskProgress;
import dev.sluice.task.TaskSettings;
import dev.sluice.task.TaskState;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.sluice.api.admin.RelayFixture.APP;
import static dev.sluice.api.admin.RelayFixture.NUMBER;
import static dev.sluice.api.admin.RelayFixture.ROOM;
import static org.assertj.core.api.Assertions.assertThat;

class TaskApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TASKS = "/api/v1/tasks";
    private static final String WISH = "{\"sdkAppId\": 1400000001, \"roomId\": 123, \"userId\": \"robot\", "
            + "\"streamUrl\": \"http://u:secret@live.example.com/a.flv?key=secret\"%s}";

    private final RelayFixture relay = new RelayFixture();

    TaskApiTest() throws Exception {}

    @AfterEach
    void close() throws Exception {
        relay.close();
    }

    private HttpResponse<String> ask(String method, String path, String body) throws IOException, InterruptedException {
        return relay.send(relay.request(path).method(method, BodyPublishers.ofString(body)));
    }

    private JsonNode start(String more) throws Exception {
        var answer = ask("POST", TASKS, WISH.formatted(more));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        var task = JSON.readTree(answer.body());
        assertThat(relay.get(answer.headers().firstValue("Location").orElseThrow()).body()).isEqualTo(answer.body());
        assertThat(answer.body()).doesNotContain("secret");
        return task;
    }

    private JsonNode shown(String id) throws Exception {
        return JSON.readTree(relay.get(TASKS + "/" + id).body());
    }

    @Test
    void aTaskStartedHereIsAsTheCloudsStartWouldHaveIt() throws Exception {
        var task = start("");
        assertThat(task.get("roomId").isNumber()).isTrue();
        assertThat(task.get("state").asText()).isEqualTo("STARTING");
        assertThat(task.get("shownUrl").asText()).isEqualTo("http://live.example.com/a.flv");
        assertThat(task.get("volume").asInt()).isEqualTo(100);
        assertThat(task.get("repeats").asInt()).isEqualTo(1);
        assertThat(task.get("tempo").asDouble()).isEqualTo(1);
        assertThat(task.has("endedAt")).isFalse();
        var stored = relay.tasks.list(1).toCompletableFuture().get().getFirst();
        assertThat(stored.room()).isEqualTo(NUMBER);
        assertThat(stored.settings().streamUrl()).isEqualTo("http://u:secret@live.example.com/a.flv?key=secret");
    }

    @Test
    void itsSettingsAreTakenAndTheListHasTheNewestFirst() throws Exception {
        start("");
        var task = start(", \"seekSeconds\": 5, \"repeats\": -1, \"maxDurationMinutes\": 9, \"volume\": 0, "
                + "\"tempo\": 1.5, \"idleTimeoutSeconds\": 60, \"paused\": true");
        var settings = relay.tasks.list(1).toCompletableFuture().get().getFirst().settings();
        assertThat(settings).isEqualTo(
                new TaskSettings(settings.streamUrl(), 5, -1, 9, 0, 1.5, 60, true, List.of()));
        var listed = JSON.readTree(relay.get(TASKS).body()).get("tasks");
        assertThat(listed).hasSize(2);
        assertThat(listed.get(0)).isEqualTo(task);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"\"roomId\": 0 | 400 | ROOM_INVALID", "\"roomId\": true | 400 | ROOM_INVALID",
            "\"roomId\": \"a/b\" | 400 | ROOM_INVALID", "\"sdkAppId\": 7 | 404 | APP_UNKNOWN",
            "\"userId\": \"a b\" | 400 | USER_INVALID", "\"userId\": null | 400 | USER_INVALID",
            "\"streamUrl\": null | 400 | PROTOCOL_ERROR", "\"repeats\": 0 | 400 | PROTOCOL_ERROR",
            "\"repeats\": 1001 | 400 | PROTOCOL_ERROR", "\"volume\": 201 | 400 | PROTOCOL_ERROR",
            "\"tempo\": 1.3 | 400 | PROTOCOL_ERROR", "\"idleTimeoutSeconds\": 601 | 400 | PROTOCOL_ERROR",
            "\"maxDurationMinutes\": -1 | 400 | PROTOCOL_ERROR", "\"seekSeconds\": -1 | 400 | PROTOCOL_ERROR",
            "\"userSig\": \"x\" | 400 | PROTOCOL_ERROR"})
    void aBadWishIsRefused(String member, int status, StableCode code) throws Exception {
        var name = member.split(":", 2)[0];
        var body = WISH.formatted("").replaceFirst(name + ": (\"[^\"]*\"|\\d+)", member);
        problem(ask("POST", TASKS, body.contains(member) ? body : WISH.formatted(", " + member)), status, code);
        assertThat(relay.tasks.list(1).toCompletableFuture().get()).isEmpty();
    }

    private static void problem(HttpResponse<String> answer, int status, StableCode code) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(JSON.readTree(answer.body()).get("code").asText()).isEqualTo(code.name());
    }

    @Test
    void pausedResumedChangedAndStopped() throws Exception {
        var id = start("").get("id").asText();
        assertThat(JSON.readTree(ask("PATCH", TASKS + "/" + id, "{\"paused\": true}").body()).get("state").asText())
                .isEqualTo("PAUSED");
        assertThat(shown(id).get("state").asText()).isEqualTo("PAUSED");
        var change = "{\"paused\": false, \"volume\": 7, \"tempo\": 2, \"streamUrl\": \"rtmp://b/c\"}";
        var changed = JSON.readTree(ask("PATCH", TASKS + "/" + id, change).body());
        assertThat(changed.get("state").asText()).isEqualTo("RUNNING");
        assertThat(changed.get("volume").asInt()).isEqualTo(7);
        assertThat(changed.get("shownUrl").asText()).isEqualTo("rtmp://b/c");
        assertThat(ask("DELETE", TASKS + "/" + id, "").statusCode()).isEqualTo(204);
        assertThat(shown(id).get("endCode").asText()).isEqualTo("STOPPED");
        assertThat(shown(id).get("endReason").asText()).isEqualTo("stopped as asked");
    }

    @Test
    void whatHasEndedOrNeverWasCantBeChanged() throws Exception {
        var id = start("").get("id").asText();
        ask("DELETE", TASKS + "/" + id, "");
        for (var method : List.of("PATCH", "DELETE")) {
            var ended = ask(method, TASKS + "/" + id, "{}");
            problem(ended, 409, StableCode.STOPPED);
            assertThat(ended.headers().firstValue("Retry-After")).isEmpty();
            problem(ask(method, TASKS + "/none", "{}"), 404, StableCode.SESSION_UNKNOWN);
        }
        problem(relay.get(TASKS + "/none"), 404, StableCode.SESSION_UNKNOWN);
        problem(ask("PATCH", TASKS + "/" + id, "{\"volume\": -1}"), 400, StableCode.PROTOCOL_ERROR);
        problem(ask("PATCH", TASKS + "/" + id, "{\"repeats\": 2}"), 400, StableCode.PROTOCOL_ERROR);
        problem(ask("PATCH", TASKS + "/" + id, ""), 400, StableCode.PROTOCOL_ERROR);
        problem(ask("PATCH", TASKS + "/" + id, "null"), 400, StableCode.PROTOCOL_ERROR);
    }

    @ParameterizedTest
    @CsvSource({"EXISTS, 409, PLACE_TAKEN", "TOO_MANY, 429, LIMIT_EXCEEDED", "STREAM_URL, 400, SOURCE_REFUSED",
            "DRAINING, 503, DRAINING", "STORE, 503, INTERNAL"})
    void aRefusalKeepsItsKind(TaskException.Kind kind, int status, StableCode code) throws Exception {
        relay.tasks.refuse(kind);
        problem(ask("POST", TASKS, WISH.formatted("")), status, code);
    }

    @Test
    void aLiveTaskNamesItsSessionAndTimesOnlyWhereTheyWere() throws Exception {
        relay.publish(relay.pull("s1"), ROOM, "robot");
        relay.publish(relay.session("s2"), NUMBER, "robot");
        var settings = new TaskSettings("http://a/b", 0, -1, 0, 100, 1, 0, false, List.of("AutoPush"));
        relay.tasks.put(new IngestTask("t1", ROOM, "robot", settings, TaskState.RETRYING, 2, TaskProgress.NEW, 10, 20,
                0, 1_500, -1, 0,
                "", ""));
        relay.tasks.put(new IngestTask("t2", NUMBER, "robot", settings, TaskState.RUNNING, 0, TaskProgress.NEW, 10, 0,
                30, 0, 1, 0, "",
                ""));
        var task = shown("t1");
        assertThat(task.get("sessionId").asText()).isEqualTo("s1");
        assertThat(task.get("failures").asInt()).isEqualTo(2);
        assertThat(task.get("positionMillis").asInt()).isEqualTo(1_500);
        assertThat(task.get("firstMediaAt").asInt()).isEqualTo(20);
        assertThat(task.get("notApplied").get(0).asText()).isEqualTo("AutoPush");
        assertThat(task.has("pausedAt")).isFalse();
        assertThat(shown("t2").get("pausedAt").asInt()).isEqualTo(30);
        assertThat(shown("t2").has("sessionId")).as("pushed, not pulled").isFalse();
        assertThat(JSON.readTree(relay.get("/api/v1/rooms/" + APP + "/room%20one").body()).get("anchors").get(0)
                .get("protocol").asText()).isEqualTo("PULL");
    }
}
