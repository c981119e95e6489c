package dev.sluice.webrtc.http;

import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.sdp.Offers;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.sluice.webrtc.http.ResourceFixture.PLAY;
import static dev.sluice.webrtc.http.ResourceFixture.PUBLISH;
import static dev.sluice.webrtc.http.ResourceFixture.local;
import static org.assertj.core.api.Assertions.assertThat;

/** Who may ask what of a session: its address suffices, and a token that is sent with it must be its user's. */
@NullUnmarked
@ParameterizedClass
@ValueSource(strings = {PUBLISH, PLAY})
class SessionOwnerTest {
    private static final String[] METHODS = {"GET", "PATCH", "DELETE"};

    @Parameter
    String endpoint;

    private ResourceFixture fixture;
    private String session;

    @BeforeEach
    void start() throws Exception {
        fixture = new ResourceFixture();
        fixture.publish();
        var offer = endpoint.equals(PLAY) ? Offers.chromium() : Offers.captured("chromium-156-whip-offer.sdp");
        session = local(fixture.send(fixture.post(endpoint, "adam", offer)));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private HttpResponse<String> ask(String method, String authorization) throws Exception {
        var request = method.equals("PATCH")
                ? fixture.patch(session, "*", "a=end-of-candidates\n")
                : fixture.request(session).method(method, HttpRequest.BodyPublishers.noBody());
        return fixture.send(request.header("Authorization", authorization));
    }

    private void refused(HttpResponse<String> response, int status, StableCode code) {
        if (!response.body().isEmpty()) {
            assertThat(new JsonObject(response.body()).getString("code")).isEqualTo(code.name());
        }
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("WWW-Authenticate").isPresent()).isEqualTo(status == 401);
        assertThat(fixture.transports()).as("the session stays").isOne();
    }

    @Test
    void anotherUsersTokenIs403() throws Exception {
        for (var method : METHODS) {
            refused(ask(method, "Bearer " + fixture.sign("eve")), 403, StableCode.TOKEN_WRONG_USER);
        }
    }

    @Test
    void whatIsNoTokenIs401() throws Exception {
        var own = fixture.sign("adam");
        for (var method : METHODS) {
            refused(ask(method, "Bearer nonsense"), 401, StableCode.TOKEN_MALFORMED);
            refused(ask(method, "Basic " + own), 401, StableCode.TOKEN_MALFORMED);
            refused(ask(method, "Bearer " + own + own), 401, StableCode.TOKEN_MALFORMED);
        }
    }

    @Test
    void itsOwnTokenSufficesEvenExpiredAndSoDoesNone() throws Exception {
        var own = "Bearer " + fixture.sign("adam");
        fixture.clock.advance(Duration.ofHours(2));
        assertThat(ask("GET", own).statusCode()).isEqualTo(204);
        assertThat(ask("PATCH", own).statusCode()).isEqualTo(204);
        assertThat(fixture.send(fixture.patch(session, "*", "a=end-of-candidates\n")).statusCode()).isEqualTo(204);
        assertThat(ask("DELETE", own).statusCode()).isEqualTo(200);
        assertThat(fixture.transports()).isZero();
    }
}
