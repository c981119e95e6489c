package dev.sluice.webrtc.http;

import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.sdp.Offers;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.sluice.webrtc.http.ResourceFixture.PLAY;
import static dev.sluice.webrtc.http.ResourceFixture.PUBLISH;
import static dev.sluice.webrtc.http.ResourceFixture.local;
import static dev.sluice.webrtc.http.ResourceFixture.room;
import static org.assertj.core.api.Assertions.assertThat;

/** Each named limit of the two endpoints, driven over its edge: who is one too many is told so, and nobody else is touched. */
class LimitsTest {
    private static final String WHIP_OFFER = Offers.captured("chromium-156-whip-offer.sdp");
    /** As the fixture has them. */
    private static final int ANCHORS_PER_ROOM = 50;

    private ResourceFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new ResourceFixture();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private HttpResponse<String> publish(String path, String user) throws Exception {
        return fixture.send(fixture.post(path, user, WHIP_OFFER));
    }

    private HttpResponse<String> play(String user) throws Exception {
        return fixture.send(fixture.post(PLAY, user, Offers.chromium()));
    }

    private static HttpResponse<String> created(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return response;
    }

    private static void refused(HttpResponse<String> response, int status, String limit) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        var problem = new JsonObject(response.body());
        assertThat(problem.getString("code")).isEqualTo(StableCode.LIMIT_EXCEEDED.name());
        assertThat(problem.getString("detail")).startsWith(limit + ": ");
        assertThat(response.headers().firstValue("Retry-After").isPresent()).isEqualTo(status == 429);
    }

    @Test
    void anchorsPerRoom() throws Exception {
        for (int i = 0; i < ANCHORS_PER_ROOM; i++) {
            fixture.publish(room("room"), "anchor" + i);
        }
        refused(publish(PUBLISH, "adam"), 429, "anchorsPerRoom");
        assertThat(fixture.whip.sessions().all()).isEmpty();
        assertThat(fixture.transports()).isZero();
        created(publish(PUBLISH, "anchor7"));
        created(publish("/v2/pub/" + ResourceFixture.APP + "/other", "adam"));
        created(play("eve"));
        assertThat(fixture.eventNames()).doesNotContain("AnchorLeft");
    }

    @Test
    void viewersPerRoom() throws Exception {
        fixture.publish();
        var first = local(created(play("eve")));
        created(play("bob"));
        created(play("carl"));
        refused(play("dave"), 429, "viewersPerRoom");
        assertThat(fixture.viewers()).isEqualTo(3);
        assertThat(fixture.transports()).isEqualTo(3);
        created(publish(PUBLISH, "adam"));
        assertThat(fixture.send(fixture.request(first).DELETE()).statusCode()).isEqualTo(200);
        created(play("dave"));
    }

    @Test
    void sessionsPerUser() throws Exception {
        fixture.publish();
        created(play("adam"));
        created(play("adam"));
        refused(play("adam"), 429, "sessionsPerUser");
        created(play("eve"));
        // Watching is one thing and publishing another.
        created(publish(PUBLISH, "adam"));
        assertThat(fixture.viewers()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {PUBLISH, PLAY})
    void sdpBytes(String path) throws Exception {
        fixture.publish();
        var full = fixture.send(fixture.post(path, "adam", "x".repeat(ResourceSettings.DEFAULT_SDP_BYTES)));
        assertThat(full.statusCode()).as("read, and no SDP").isEqualTo(400);
        var over = "x".repeat(ResourceSettings.DEFAULT_SDP_BYTES + 1);
        refused(fixture.send(fixture.post(path, "adam", over)), 413, "sdpBytes");
        refused(fixture.send(fixture.post(path, "adam", "").POST(unannounced(over))), 413, "sdpBytes");
        assertThat(fixture.transports()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {PUBLISH, PLAY})
    void sdpBytesOfAFragment(String path) throws Exception {
        fixture.publish();
        var offer = path.equals(PLAY) ? Offers.chromium() : WHIP_OFFER;
        var session = local(created(fixture.send(fixture.post(path, "adam", offer))));
        var over = "x".repeat(ResourceSettings.DEFAULT_SDP_BYTES + 1);
        refused(fixture.send(fixture.patch(session, "*", over)), 413, "sdpBytes");
        refused(fixture.send(fixture.patch(session, "*", "").method("PATCH", unannounced(over))), 413, "sdpBytes");
        assertThat(fixture.send(fixture.patch(session, "*", "a=end-of-candidates\n")).statusCode()).isEqualTo(204);
    }

    /** Without a Content-Length. */
    private static HttpRequest.BodyPublisher unannounced(String body) {
        return BodyPublishers.fromPublisher(BodyPublishers.ofString(body));
    }
}
