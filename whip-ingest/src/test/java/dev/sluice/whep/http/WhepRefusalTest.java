package dev.sluice.whep.http;

import dev.sluice.health.Warning;
import dev.sluice.ingest.WatchRequest;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.http.ResourceFixture;
import dev.sluice.webrtc.sdp.Offers;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.sluice.webrtc.http.ResourceFixture.PLAY;
import static org.assertj.core.api.Assertions.assertThat;

/** Every status by which a POST is refused; none leaves anything behind. */
class WhepRefusalTest {
    private ResourceFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new ResourceFixture();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        assertThat(fixture.whep.sessions().all()).isEmpty();
        assertThat(fixture.viewers()).isZero();
        fixture.close();
    }

    private void refused(HttpRequest.Builder request, int status, StableCode code) throws Exception {
        refused(fixture.send(request.header("Origin", "https://page.example")), status, code);
    }

    private static void refused(HttpResponse<String> response, int status, StableCode code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        var headers = response.headers();
        assertThat(headers.firstValue("Content-Type")).contains("application/problem+json");
        assertThat(headers.firstValue("Access-Control-Allow-Origin")).contains("*");
        var problem = new JsonObject(response.body());
        assertThat(problem.fieldNames()).containsExactlyInAnyOrder("type", "title", "status", "detail", "code");
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(problem.getString("code")).isEqualTo(code.name());
        assertThat(headers.firstValue("WWW-Authenticate").isPresent()).isEqualTo(status == 401);
        assertThat(headers.firstValue("Retry-After").isPresent())
                .isEqualTo(status == 409 || status == 429 || status == 503);
    }

    private HttpRequest.Builder play(String sdp) {
        return fixture.post(PLAY + "?SessionID=eve", "eve", sdp);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v=0", "hello"})
    void badSdpIs400(String sdp) throws Exception {
        fixture.publish();
        refused(play(sdp), 400, StableCode.SDP_INVALID);
        assertThat(fixture.eventNames()).doesNotContain("ViewerEntered");
    }

    @ParameterizedTest
    @CsvSource({"/room?SessionID=,PROTOCOL_ERROR", "/room?SessionID=eve&SessionID=eve,PROTOCOL_ERROR",
            "/room?UserId=,PROTOCOL_ERROR", "/room?UserId=anchor&UserId=anchor,PROTOCOL_ERROR",
            "/room?RoomIdType=2,ROOM_INVALID", "/room?RoomIdType=1,ROOM_INVALID", "/0?RoomIdType=1,ROOM_INVALID",
            "/a%2Fb,ROOM_INVALID", "/%C3%A4,ROOM_INVALID"})
    void aBadAddressIs400(String rest, StableCode code) throws Exception {
        refused(fixture.post("/v2/sub/" + ResourceFixture.APP + rest, "eve", Offers.chromium()), 400, code);
    }

    @Test
    void noTokenIs401() throws Exception {
        var request = fixture.request(PLAY + "?SessionID=eve&usersig=" + fixture.sign("eve"))
                .header("Content-Type", "application/sdp").POST(HttpRequest.BodyPublishers.ofString(Offers.chromium()));
        refused(request, 401, StableCode.TOKEN_MISSING);
    }

    @Test
    void aBadTokenIs401AndIsNotRepeated() throws Exception {
        refused(play("").setHeader("Authorization", "Bearer nonsense"), 401, StableCode.TOKEN_MALFORMED);
        refused(play("").setHeader("Authorization", "Basic nonsense"), 401, StableCode.TOKEN_MALFORMED);
        refused(play("").setHeader("Authorization", "Bearer "), 401, StableCode.TOKEN_MISSING);
        var response = fixture.send(play("").setHeader("Authorization", "Bearer nonsense"));
        assertThat(response.body()).doesNotContain("nonsense");
    }

    @Test
    void anExpiredTokenIs401BeforeAnythingElseIsLookedAt() throws Exception {
        var request = play("no offer at all").setHeader("Content-Type", "text/plain");
        fixture.clock.advance(Duration.ofHours(2));
        refused(request, 401, StableCode.TOKEN_EXPIRED);
    }

    @Test
    void aTokenForSomebodyElseIs403() throws Exception {
        refused(fixture.post(PLAY + "?SessionID=adam", "eve", Offers.chromium()), 403, StableCode.TOKEN_WRONG_USER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/sub/99/room", "/v2/sub/x/room", "/v2/sub/99999999999999999999/room"})
    void anUnknownApplicationIs404(String path) throws Exception {
        refused(fixture.post(path, "eve", Offers.chromium()), 404, StableCode.APP_UNKNOWN);
    }

    @Test
    void otherMethodsAre405() throws Exception {
        for (var method : new String[]{"PUT", "PATCH", "DELETE"}) {
            var request = fixture.request(PLAY).method(method, HttpRequest.BodyPublishers.noBody());
            var response = fixture.send(request.header("Origin", "https://page.example"));
            refused(response, 405, StableCode.PROTOCOL_ERROR);
            assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD, POST, OPTIONS");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/sdp;q=0, text/html"})
    void anAnswerThatTheClientDoesNotAcceptIs406(String accept) throws Exception {
        refused(play(Offers.chromium()).header("Accept", accept), 406, StableCode.MEDIA_TYPE);
    }

    @Test
    void nothingToPlayIs409() throws Exception {
        refused(play(Offers.chromium()), 409, StableCode.NOTHING_TO_PLAY);
        fixture.publish();
        refused(fixture.post(PLAY + "?UserId=nobody", "eve", Offers.chromium()), 409, StableCode.NOTHING_TO_PLAY);
        var integer = "/v2/sub/" + ResourceFixture.APP + "/123?RoomIdType=1";
        fixture.publish(ResourceFixture.room("123"), "anchor");
        refused(fixture.post(integer, "eve", Offers.chromium()), 409, StableCode.NOTHING_TO_PLAY);
    }

    @Test
    void aLargeBodyIs413() throws Exception {
        refused(play("x".repeat(65_537)), 413, StableCode.LIMIT_EXCEEDED);
        var unannounced = HttpRequest.BodyPublishers
                .fromPublisher(HttpRequest.BodyPublishers.ofString("x".repeat(70_000)));
        refused(play("").POST(unannounced), 413, StableCode.LIMIT_EXCEEDED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/sdpx", "text/plain; application/sdp"})
    void anotherMediaTypeIs415(String type) throws Exception {
        refused(play(Offers.chromium()).setHeader("Content-Type", type), 415, StableCode.MEDIA_TYPE);
    }

    @Test
    void noCommonCodecIs422() throws Exception {
        fixture.publish();
        refused(play(Offers.chromium().replaceAll("H264|VP8|VP9|AV1", "H266")), 422, StableCode.CODEC_UNSUPPORTED);
        assertThat(fixture.eventNames()).doesNotContain("ViewerEntered");
        var anchor = fixture.admission.anchor(new WatchRequest(ResourceFixture.room("room"), Optional.empty(),
                Optional.empty(), "", Optional.empty(), ""));
        var health = anchor.source().health();
        anchor.loop().submit(() -> health.check(fixture.clock.nanos(), fixture.clock.wallMillis(), List.of())).sync();
        assertThat(Warning.brief(health.warnings())).isEqualTo("CODEC_UNSUPPORTED:1");
    }

    @Test
    void drainingIs503() throws Exception {
        fixture.publish();
        fixture.admission.drain();
        refused(play(Offers.chromium()), 503, StableCode.DRAINING);
    }

    @Test
    void aMalformedAddressIs400() throws Exception {
        for (var address : List.of(PLAY + "?SessionID=%zz", "/v2/sub/1/a%zz", "/v2/sub/session/%f", PLAY + "%")) {
            var response = fixture.raw("POST " + address + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer x\r\n"
                    + "Content-Length: 0\r\nConnection: close\r\n\r\n");
            assertThat(response).as(address).startsWith("HTTP/1.1 400").contains("application/problem+json");
        }
    }
}
