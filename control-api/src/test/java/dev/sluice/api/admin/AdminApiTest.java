package dev.sluice.api.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.room.Reception;
import dev.sluice.runtime.StableCode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.sluice.api.admin.RelayFixture.APP;
import static dev.sluice.api.admin.RelayFixture.NUMBER;
import static dev.sluice.api.admin.RelayFixture.ROOM;
import static org.assertj.core.api.Assertions.assertThat;

class AdminApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RelayFixture relay;

    AdminApiTest() throws Exception {
        relay = new RelayFixture();
    }

    @BeforeEach
    void fill() throws Exception {
        relay.publish(relay.session("s1"), ROOM, "alice");
        relay.publish(relay.session("s2"), NUMBER, "bob");
        relay.watch("v1", ROOM, "carol");
    }

    @AfterEach
    void close() throws Exception {
        relay.close();
    }

    private JsonNode json(String path) throws Exception {
        var answer = relay.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        return JSON.readTree(answer.body());
    }

    @Test
    void roomsShowAnchorsAndTheirTracks() throws Exception {
        var rooms = json("/api/v1/rooms").get("rooms");
        assertThat(rooms).hasSize(2);
        assertThat(rooms.findValues("roomId")).extracting(JsonNode::toString).containsExactlyInAnyOrder("\"room one\"",
                "123");
        var room = json("/api/v1/rooms/" + APP + "/room%20one");
        var anchor = room.get("anchors").get(0);
        assertThat(anchor.get("userId").asText()).isEqualTo("alice");
        assertThat(anchor.get("protocol").asText()).isEqualTo("RTMP");
        assertThat(anchor.get("since").asLong()).isPositive();
        assertThat(room.get("viewerSessions").get(0).get("sessionId").asText()).isEqualTo("v1");
        var track = anchor.get("tracks").get(0);
        assertThat(track.get("codec").asText()).isEqualTo("H264");
        assertThat(track.get("profile").asText()).isEqualTo("Constrained Baseline 3.1");
        assertThat(track.get("width").asInt()).isEqualTo(640);
        assertThat(track.get("gopFrames").asInt()).isEqualTo(30);
        assertThat(track.get("gopMillis").asInt()).isEqualTo(1_000);
        assertThat(track.get("keyFrameIntervalMillis").asInt()).isEqualTo(1_000);
        assertThat(track.get("frames").asLong()).isEqualTo(32);
        assertThat(track.has("sampleRate")).isFalse();
    }

    @Test
    void anAnchorsHealthAndItsWarningsAreShownAndOutliveTheSession() throws Exception {
        var anchor = relay.rooms.find(ROOM).orElseThrow().anchors().getFirst();
        relay.onLoop(() -> {
            anchor.viewerRefused();
            anchor.source().health().check(relay.clock.nanos(), relay.clock.wallMillis(), List.of());
        });
        for (var view : List.of(json("/api/v1/rooms/" + APP + "/room%20one").get("anchors").get(0),
                json("/api/v1/sessions/s1"))) {
            assertThat(view.get("health")).hasToString(
                    "{\"lagMillis\":0,\"timestampJumps\":0,\"encoder\":\"Encoder 1\"}");
            var warning = view.get("warnings").get(0);
            assertThat(warning.get("code").asText()).isEqualTo("CODEC_UNSUPPORTED");
            assertThat(warning.get("text").asText()).contains("(H264)");
            assertThat(warning.get("since").asLong()).isEqualTo(relay.clock.wallMillis());
            assertThat(warning.get("count").asLong()).isEqualTo(1);
        }
        relay.send(relay.request("/api/v1/sessions/s1").DELETE());
        relay.onLoop(() -> {});
        var over = json("/api/v1/sessions").get("sessions").get(0);
        assertThat(over.get("warnings").get(0).get("code").asText()).isEqualTo("CODEC_UNSUPPORTED");
        assertThat(over.has("health")).isFalse();
    }

    @Test
    void anIntegerRoomIsAnotherRoomThanTheStringOfItsDigits() throws Exception {
        assertThat(json("/api/v1/rooms/" + APP + "/123?type=int").get("anchors")).hasSize(1);
        assertThat(relay.get("/api/v1/rooms/" + APP + "/123").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/rooms/x/room, 404, APP_UNKNOWN", "/api/v1/rooms/1400000001/nobody, 404, NOTHING_TO_PLAY",
            "/api/v1/rooms/1400000001/a%2Fb, 400, ROOM_INVALID",
            "/api/v1/rooms/1400000001/0?type=int, 400, ROOM_INVALID",
            "/api/v1/rooms/1400000001/1?type=big, 400, ROOM_INVALID", "/api/v1/sessions/none, 404, SESSION_UNKNOWN"})
    void whatIsNotThereIsAProblemWithItsCode(String path, int status, StableCode code) throws Exception {
        problem(relay.get(path), status, code);
    }

    private static void problem(HttpResponse<String> answer, int status, StableCode code) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(JSON.readTree(answer.body()).get("code").asText()).isEqualTo(code.name());
    }

    @ParameterizedTest
    @CsvSource({", TOKEN_MISSING", "Basic dTpw, TOKEN_MISSING", "Bearer wrong, TOKEN_SIGNATURE",
            "Bearer, TOKEN_MISSING", "Bearer the-admin-token-, TOKEN_SIGNATURE"})
    void nothingIsShownWithoutTheAdminToken(String header, StableCode code) throws Exception {
        for (var path : new String[]{"/api/v1/rooms", "/api/v1/stream", "/api/v1/status", "/api/v1/tokens",
                "/api/v1/nothing"}) {
            var request = HttpRequest.newBuilder(relay.request(path).build().uri());
            if (header != null) {
                request.header("Authorization", header);
            }
            var answer = relay.send(request);
            problem(answer, 401, code);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        }
    }

    @Test
    void aSessionEndedByAnOperatorHearsRemovedAndIsRemembered() throws Exception {
        var session = relay.session("s3");
        relay.publish(session, ROOM, "dave");
        assertThat(json("/api/v1/sessions/s3").get("tracks")).hasSize(1);
        assertThat(relay.send(relay.request("/api/v1/sessions/s3").DELETE()).statusCode()).isEqualTo(204);
        assertThat(session.closed().get(5, TimeUnit.SECONDS).code()).isEqualTo(StableCode.REMOVED);
        relay.onLoop(() -> {});
        var over = json("/api/v1/sessions/s3");
        assertThat(over.get("code").asText()).isEqualTo("REMOVED");
        assertThat(over.get("endedAt").asLong()).isPositive();
        assertThat(json("/api/v1/sessions").get("sessions").get(0).get("id").asText()).isEqualTo("s3");
        problem(relay.send(relay.request("/api/v1/sessions/s3").DELETE()), 404, StableCode.SESSION_UNKNOWN);
    }

    @Test
    void aSessionShowsHowItsTracksComeInWhereTheProtocolKnows() throws Exception {
        var session = relay.session("s3");
        session.reception().put("video", new Reception(9_000, 7, 41, 55, 3.25, 2, 1));
        relay.publish(session, ROOM, "dave");
        var track = json("/api/v1/sessions/s3").get("tracks").get(0);
        assertThat(track.get("reception").toString()).isEqualTo("{\"packets\":9000,\"lost\":7,\"recovered\":41,"
                + "\"nacks\":55,\"jitterMillis\":3.25,\"keyFrameRequests\":2,\"framesDropped\":1}");
        assertThat(json("/api/v1/sessions/s1").get("tracks").get(0).has("reception")).isFalse();
        assertThat(json("/api/v1/rooms").findValues("reception")).hasSize(1);
    }

    @Test
    void aViewerCanBeEndedToo() throws Exception {
        var viewer = relay.watch("v2", ROOM, "erin");
        assertThat(json("/api/v1/sessions/v2").get("role").asText()).isEqualTo("viewer");
        assertThat(relay.send(relay.request("/api/v1/sessions/v2").DELETE()).statusCode()).isEqualTo(204);
        assertThat(viewer.closed().get(5, TimeUnit.SECONDS).code()).isEqualTo(StableCode.REMOVED);
    }

    private HttpResponse<String> token(String body) throws Exception {
        return relay.send(relay.request("/api/v1/tokens").POST(BodyPublishers.ofString(body)));
    }

    @Test
    void aTokenMadeHereLetsItsUserIn() throws Exception {
        var answer = token("{\"sdkAppId\": 1400000001, \"userId\": \"zoe\", \"expireSeconds\": 60}");
        assertThat(answer.statusCode()).isEqualTo(200);
        var made = JSON.readTree(answer.body());
        relay.tokens.verify(made.get("userSig").asText(), "zoe");
        assertThat(made.get("expiresAt").asLong()).isEqualTo(relay.clock.wallMillis() + 60_000);
        relay.clock.advance(Duration.ofSeconds(62));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"sdkAppId\": 7, \"userId\": \"zoe\"} | 404 | APP_UNKNOWN",
            "{\"sdkAppId\": 1400000001, \"userId\": \"z z\"} | 400 | USER_INVALID",
            "{\"sdkAppId\": 1400000001, \"userId\": \"z\", \"expireSeconds\": 0} | 400 | PROTOCOL_ERROR",
            "{\"sdkAppId\": 1400000001, \"userId\": \"z\", \"more\": 0} | 400 | PROTOCOL_ERROR",
            "{\"sdkAppId\": 1400000001, \"userId\": \"z\", \"userId\": \"y\"} | 400 | PROTOCOL_ERROR",
            "{\"userId\": \"z\"} | 400 | PROTOCOL_ERROR", "{} trailing | 400 | PROTOCOL_ERROR",
            "[ | 400 | PROTOCOL_ERROR"})
    void aBadWishForATokenIsRefused(String body, int status, StableCode code) throws Exception {
        problem(token(body), status, code);
    }

    @Test
    void aBodyThatIsTooLongIsRefused() throws Exception {
        problem(token("{\"userId\": \"" + "z".repeat(20_000) + "\"}"), 413, StableCode.LIMIT_EXCEEDED);
    }
}
