package dev.sluice.whip.http;

import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.http.ResourceFixture;
import dev.sluice.webrtc.sdp.Offers;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.sluice.webrtc.http.ResourceFixture.PUBLISH;
import static dev.sluice.webrtc.http.ResourceFixture.local;
import static dev.sluice.webrtc.http.ResourceFixture.room;
import static org.assertj.core.api.Assertions.assertThat;

/** A publisher's session from its 201 to its end, whoever ends it. */
class WhipSessionTest {
    private static final String OFFER = Offers.captured("obs-30-whip-offer.sdp");

    private ResourceFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new ResourceFixture();
    }

    @AfterEach
    void nothingIsLeft() {
        fixture.settle();
        assertThat(fixture.whip.sessions().all()).isEmpty();
        assertThat(fixture.transports()).isZero();
        fixture.close();
    }

    private HttpResponse<String> publish() throws Exception {
        return fixture.send(fixture.post(PUBLISH + "?SessionID=adam", "adam", OFFER));
    }

    private HttpResponse<String> delete(String path) throws Exception {
        return fixture.send(fixture.request(path).DELETE());
    }

    @Test
    void theSessionIsListedWithoutItsKey() throws Exception {
        var path = local(publish());
        var session = fixture.whip.sessions().all().iterator().next();
        assertThat(session.userId()).isEqualTo("adam");
        assertThat(session.room()).isEqualTo(room("room"));
        assertThat(session.id()).startsWith("whip-");
        assertThat(session.id() + session).doesNotContain(path.replaceFirst(".*/", ""));
        assertThat(fixture.whip.sessions().find(session.id())).contains(session);
        delete(path);
    }

    @Test
    void deleteTakesItsUsersTokenEvenExpiredAndNobodyElses() throws Exception {
        var path = local(publish());
        var own = fixture.sign("adam");
        fixture.clock.advance(Duration.ofHours(2));
        var request = fixture.request(path).DELETE();
        assertThat(fixture.send(request.setHeader("Authorization", "Bearer " + fixture.sign("eve"))).statusCode())
                .isEqualTo(403);
        assertThat(fixture.send(request.setHeader("Authorization", "Bearer nonsense")).statusCode()).isEqualTo(401);
        assertThat(fixture.roomCount()).isEqualTo(1);
        assertThat(fixture.send(request.setHeader("Authorization", "Bearer " + own)).statusCode()).isEqualTo(200);
        assertThat(fixture.roomCount()).isZero();
    }

    @Test
    void whoWasTakenOverIsToldSoForAMinute() throws Exception {
        var path = local(publish());
        fixture.publish(room("room"), "adam");
        fixture.settle();
        var late = delete(path);
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(new JsonObject(late.body()).getString("code")).isEqualTo("TAKEN_OVER");
        var trickle = fixture.send(fixture.patch(path, "*", "a=end-of-candidates\n"));
        assertThat(new JsonObject(trickle.body()).getString("code")).isEqualTo("TAKEN_OVER");
        fixture.clock.advance(Duration.ofSeconds(61));
        assertThat(new JsonObject(delete(path).body()).getString("code")).isEqualTo("SESSION_UNKNOWN");
    }

    @Test
    void aNewPostOfTheSameUserTakesOver() throws Exception {
        var first = local(publish());
        var second = local(publish());
        fixture.settle();
        assertThat(fixture.whip.sessions().all()).hasSize(1);
        assertThat(new JsonObject(delete(first).body()).getString("code")).isEqualTo("TAKEN_OVER");
        assertThat(delete(second).statusCode()).isEqualTo(200);
    }

    @Test
    void aClientThatIsGoneBeforeItsAnswerLeavesNothing() throws Exception {
        try (var _ = fixture.holdLoops()) {
            fixture.sendAndLeave("POST " + PUBLISH + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                    + fixture.sign("adam") + "\r\nContent-Type: application/sdp\r\nContent-Length: " + OFFER.length()
                    + "\r\n\r\n" + OFFER);
            assertThat(fixture.closed.await(10, TimeUnit.SECONDS)).isTrue();
        }
        fixture.awaitEnd(StableCode.PEER_CLOSED);
        fixture.settle();
        assertThat(fixture.roomCount()).isZero();
    }
}
