package dev.sluice.whip.http;

import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.http.ResourceFixture;
import dev.sluice.webrtc.sdp.Offers;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.sluice.webrtc.http.ResourceFixture.PUBLISH;
import static dev.sluice.webrtc.http.ResourceFixture.local;
import static dev.sluice.webrtc.http.ResourceFixture.room;
import static org.assertj.core.api.Assertions.assertThat;

/** Every status by which a publisher is refused; none opens a session. */
class WhipRefusalTest {
    private static final String OFFER = Offers.captured("chromium-156-whip-offer.sdp");

    private ResourceFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new ResourceFixture();
    }

    @AfterEach
    void nothingIsOpen() {
        assertThat(fixture.whip.sessions().all()).isEmpty();
        fixture.close();
    }

    private HttpRequest.Builder publish(String sdp) {
        return fixture.post(PUBLISH + "?SessionID=adam", "adam", sdp);
    }

    private void refused(HttpRequest.Builder request, int status, StableCode code) throws Exception {
        var response = fixture.send(request.header("Origin", "https://page.example"));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(new JsonObject(response.body()).getString("code")).isEqualTo(code.name());
        assertThat(response.headers().firstValue("WWW-Authenticate").isPresent()).isEqualTo(status == 401);
    }

    @ParameterizedTest
    @CsvSource({"/room?SessionID=,PROTOCOL_ERROR", "/room?SessionID=adam&SessionID=adam,PROTOCOL_ERROR",
            "/room?RoomIdType=2,ROOM_INVALID", "/0?RoomIdType=1,ROOM_INVALID", "/a%2Fb,ROOM_INVALID"})
    void aBadAddressIs400(String rest, StableCode code) throws Exception {
        refused(fixture.post("/v2/pub/" + ResourceFixture.APP + rest, "adam", OFFER), 400, code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/pub/99/room", "/v2/pub/x/room"})
    void anUnknownApplicationIs404(String path) throws Exception {
        refused(fixture.post(path, "adam", OFFER), 404, StableCode.APP_UNKNOWN);
    }

    @Test
    void theTokenIsLookedAtBeforeAnythingElse() throws Exception {
        refused(publish("no offer").setHeader("Authorization", "Bearer nonsense").setHeader("Content-Type", "a/b"), 401,
                StableCode.TOKEN_MALFORMED);
        refused(publish("no offer").setHeader("Authorization", "Bearer "), 401, StableCode.TOKEN_MISSING);
        var expired = publish("no offer");
        fixture.clock.advance(Duration.ofHours(2));
        refused(expired, 401, StableCode.TOKEN_EXPIRED);
    }

    @Test
    void aTokenForSomebodyElseIs403() throws Exception {
        refused(fixture.post(PUBLISH + "?SessionID=eve", "adam", OFFER), 403, StableCode.TOKEN_WRONG_USER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "DELETE"})
    void otherMethodsAre405(String method) throws Exception {
        var request = fixture.request(PUBLISH).method(method, HttpRequest.BodyPublishers.noBody());
        refused(request, 405, StableCode.PROTOCOL_ERROR);
    }

    @Test
    void anAnswerThatIsNotAcceptedIs406() throws Exception {
        refused(publish(OFFER).header("Accept", "text/html"), 406, StableCode.MEDIA_TYPE);
    }

    @Test
    void aLargeBodyIs413() throws Exception {
        refused(publish("x".repeat(65_537)), 413, StableCode.LIMIT_EXCEEDED);
    }

    @Test
    void modeZeroOnlyIs422AndNamed() throws Exception {
        var mode0 = OFFER.replace("packetization-mode=1", "packetization-mode=0");
        refused(publish(mode0), 422, StableCode.CODEC_UNSUPPORTED);
        assertThat(fixture.send(publish(mode0)).body()).contains("H264 with packetization-mode=0");
    }

    @Test
    void aPlaceThatWasTakenOverTooOftenIs409() throws Exception {
        for (int i = 0; i < 4; i++) {
            fixture.publish(room("room"), "adam");
        }
        refused(publish(OFFER), 409, StableCode.PLACE_TAKEN);
    }

    @Test
    void whoWasJustRejectedForBFramesIsToldSoAgain() throws Exception {
        var publication = fixture.publish(room("room"), "adam");
        // A slice of type B behind its length: first_mb_in_slice 0, slice_type 1.
        fixture.onLoop(() -> publication.writeVideo(1_000, 33, 33, false,
                PooledByteBufAllocator.DEFAULT.buffer().writeInt(6).writeShort(0x41a0).writeInt(0x55555555)));
        refused(publish(OFFER), 422, StableCode.B_FRAMES);
    }

    @Test
    void tooManyRoomsAre429() throws Exception {
        for (int i = 0; i < 10; i++) {
            fixture.publish(room("room" + i), "adam");
        }
        refused(publish(OFFER), 429, StableCode.LIMIT_EXCEEDED);
    }

    @Test
    void drainingIs503() throws Exception {
        fixture.admission.drain();
        refused(publish(OFFER), 503, StableCode.DRAINING);
    }

    @Test
    void aRelayWhoseTransportIsClosedGivesThePlaceBack() throws Exception {
        fixture.media.close();
        refused(publish(OFFER), 503, StableCode.DRAINING);
        assertThat(fixture.roomCount()).isZero();
    }

    @Test
    void whoIsLetInHasAPlace() throws Exception {
        var path = local(fixture.send(publish(OFFER)));
        assertThat(fixture.roomCount()).isEqualTo(1);
        fixture.send(fixture.request(path).DELETE());
    }

    @Test
    void aSessionThatNeverWasIs404() throws Exception {
        refused(fixture.request("/v2/pub/session/none").DELETE(), 404, StableCode.SESSION_UNKNOWN);
        refused(fixture.patch("/v2/pub/session/none", "*", "a=end-of-candidates\n"), 404, StableCode.SESSION_UNKNOWN);
        refused(fixture.request("/v2/pub/session/none"), 404, StableCode.SESSION_UNKNOWN);
    }

    @Test
    void aLargeFragmentIs413AndTheSessionStays() throws Exception {
        var path = local(fixture.send(publish(OFFER)));
        refused(fixture.patch(path, "*", "x".repeat(65_537)), 413, StableCode.LIMIT_EXCEEDED);
        assertThat(fixture.send(fixture.request(path).DELETE()).statusCode()).isEqualTo(200);
    }
}
