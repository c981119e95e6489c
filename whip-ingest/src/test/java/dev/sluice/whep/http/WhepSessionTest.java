package dev.sluice.whep.http;

import dev.sluice.media.MediaKind;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.http.ResourceFixture;
import dev.sluice.webrtc.rtp.SenderStats;
import dev.sluice.webrtc.sdp.Offers;
import dev.sluice.webrtc.sdp.grammar.SdpReader;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.sluice.webrtc.http.ResourceFixture.PLAY;
import static dev.sluice.webrtc.http.ResourceFixture.local;
import static org.assertj.core.api.Assertions.assertThat;

/** A session from its 201 to its end, whoever ends it. */
class WhepSessionTest {
    private ResourceFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new ResourceFixture();
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    private HttpResponse<String> play(String user) throws Exception {
        return fixture.send(fixture.post(PLAY + "?SessionID=" + user, user, Offers.chromium()));
    }

    private HttpResponse<String> delete(String path) throws Exception {
        return fixture.send(fixture.request(path).DELETE());
    }

    private void nothingIsLeft() {
        assertThat(fixture.whep.sessions().all()).isEmpty();
        assertThat(fixture.viewers()).isZero();
        assertThat(fixture.eventNames()).containsSubsequence("ViewerEntered", "ViewerLeft");
    }

    @Test
    void anOfferIsAnswered() throws Exception {
        fixture.publish();
        var response = play("eve");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        var headers = response.headers();
        assertThat(headers.firstValue("Content-Type")).contains("application/sdp");
        assertThat(headers.firstValue("ETag").orElseThrow()).matches("\"[A-Za-z0-9_-]+\"");
        assertThat(headers.firstValue("Location").orElseThrow()).matches("/live/v2/sub/session/[A-Za-z0-9_-]{32}");
        assertThat(headers.allValues("Link")).containsExactly("<stun:stun.example.com>; rel=\"ice-server\"",
                "<turn:turn.example.com>; rel=\"ice-server\"; username=\"u\\\"1\"; credential=\"c\"; credential-type=\"password\"");
        var answer = SdpReader.read(response.body());
        assertThat(answer.iceLite()).isTrue();
        assertThat(answer.media()).hasSize(2).allMatch(section -> section.port() == fixture.media.port());
        assertThat(response.body()).contains(fixture.media.identity().fingerprint().toString());
    }

    @Test
    void theSessionIsListedWithoutItsKey() throws Exception {
        fixture.publish();
        var key = local(play("eve")).replaceFirst(".*/", "");
        var session = fixture.whep.sessions().all().iterator().next();
        assertThat(session.userId()).isEqualTo("eve");
        assertThat(session.anchor()).isEqualTo("anchor");
        assertThat(session.room()).isEqualTo(ResourceFixture.room("room"));
        assertThat(session.startedWallMillis()).isEqualTo(fixture.clock.wallMillis());
        assertThat(session.wants(MediaKind.AUDIO)).isTrue();
        assertThat(session.stats()).extracting(SenderStats::kind).containsExactly(MediaKind.VIDEO, MediaKind.AUDIO);
        assertThat(session.video().paused()).isFalse();
        assertThat(session.peer()).startsWith("127.0.0.1:");
        assertThat(session.id() + session).doesNotContain(key);
        assertThat(fixture.whep.sessions().find(session.id())).contains(session);
    }

    @Test
    void withoutSessionIdTheTokensUserWatches() throws Exception {
        fixture.publish();
        assertThat(fixture.send(fixture.post(PLAY, "eve", Offers.chromium())).statusCode()).isEqualTo(201);
        assertThat(fixture.whep.sessions().all()).extracting(PlaySession::userId).containsExactly("eve");
    }

    @Test
    void theAnchorIsChosenAndMediaTypesMayHaveParameters() throws Exception {
        fixture.publish();
        fixture.publish(ResourceFixture.room("room"), "second");
        var request = fixture.post(PLAY + "?UserId=second", "eve", Offers.chromium())
                .setHeader("Content-Type", "Application/SDP; charset=utf-8")
                .header("Accept", "text/html, application/*;q=0.5");
        assertThat(fixture.send(request).statusCode()).isEqualTo(201);
        assertThat(fixture.whep.sessions().all()).extracting(PlaySession::anchor).containsExactly("second");
    }

    @Test
    void aRoomsNameIsPercentDecodedOnce() throws Exception {
        fixture.publish(ResourceFixture.room("a b+c?"), "anchor");
        var request = fixture.post("/v2/sub/" + ResourceFixture.APP + "/a%20b+c%3F", "eve", Offers.chromium());
        assertThat(fixture.send(request).statusCode()).isEqualTo(201);
    }

    @Test
    void deleteEndsItOnce() throws Exception {
        fixture.publish();
        var path = local(play("eve"));
        assertThat(delete(path).statusCode()).isEqualTo(200);
        nothingIsLeft();
        var again = delete(path);
        assertThat(again.statusCode()).isEqualTo(404);
        assertThat(new JsonObject(again.body()).getString("code")).isEqualTo("SESSION_UNKNOWN");
    }

    @Test
    void deleteTakesItsUsersTokenEvenExpiredAndNobodyElses() throws Exception {
        fixture.publish();
        var path = local(play("eve"));
        var own = fixture.sign("eve");
        fixture.clock.advance(Duration.ofHours(2));
        assertThat(deleteWith(path, fixture.sign("adam")).statusCode()).isEqualTo(403);
        assertThat(deleteWith(path, "nonsense").statusCode()).isEqualTo(401);
        assertThat(fixture.viewers()).isEqualTo(1);
        assertThat(deleteWith(path, own).statusCode()).isEqualTo(200);
        nothingIsLeft();
    }

    private HttpResponse<String> deleteWith(String path, String token) throws Exception {
        return fixture.send(fixture.request(path).header("Authorization", "Bearer " + token).DELETE());
    }

    @Test
    void aSessionHasNoOtherMethods() throws Exception {
        fixture.publish();
        var path = local(play("eve"));
        for (var method : new String[]{"POST", "PUT"}) {
            var response = fixture.send(fixture.request(path).method(method, HttpRequest.BodyPublishers.noBody()));
            assertThat(response.statusCode()).isEqualTo(405);
            assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD, PATCH, DELETE, OPTIONS");
        }
        assertThat(fixture.viewers()).isEqualTo(1);
    }

    @Test
    void anOperatorEndsIt() throws Exception {
        fixture.publish();
        play("eve");
        fixture.whep.sessions().all().iterator().next().close(
                new ProtocolException(StableCode.REMOVED, "by the operator"));
        fixture.settle();
        nothingIsLeft();
    }

    @Test
    void tooManySessionsAre429AndTheOthersStay() throws Exception {
        fixture.publish();
        play("eve");
        play("eve");
        var third = play("eve");
        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(third.headers().firstValue("Retry-After")).isPresent();
        assertThat(third.body()).contains("sessionsPerUser");
        assertThat(fixture.viewers()).isEqualTo(2);
    }

    @Test
    void whyItWasEndedIsToldForAMinute() throws Exception {
        fixture.publish();
        var path = local(play("eve"));
        fixture.whep.sessions().all().iterator().next().close(
                new ProtocolException(StableCode.REMOVED, "by the operator"));
        fixture.settle();
        var late = delete(path);
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(new JsonObject(late.body()).getString("code")).isEqualTo("REMOVED");
        assertThat(new JsonObject(late.body()).getString("detail")).isEqualTo("by the operator");
        fixture.clock.advance(Duration.ofSeconds(61));
        assertThat(delete(path).statusCode()).isEqualTo(404);
    }

    @Test
    void aClientThatIsGoneBeforeItsAnswerLeavesNothing() throws Exception {
        fixture.publish();
        var left = fixture.awaitable("ViewerLeft");
        try (var _ = fixture.holdLoops()) {
            fixture.sendAndLeave("POST " + PLAY + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                    + fixture.sign("eve") + "\r\nContent-Type: application/sdp\r\nContent-Length: "
                    + Offers.chromium().length() + "\r\n\r\n" + Offers.chromium());
            assertThat(fixture.closed.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
        fixture.settle();
        nothingIsLeft();
    }
}
