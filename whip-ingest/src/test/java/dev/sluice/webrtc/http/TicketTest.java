package dev.sluice.webrtc.http;

import dev.sluice.auth.Privilege;
import dev.sluice.room.RoomId;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.sdp.Offers;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.sluice.webrtc.http.ResourceFixture.PLAY;
import static dev.sluice.webrtc.http.ResourceFixture.PUBLISH;
import static dev.sluice.webrtc.http.ResourceFixture.local;
import static dev.sluice.webrtc.http.ResourceFixture.room;
import static org.assertj.core.api.Assertions.assertThat;

/** Both endpoints of an application that requires PrivateMapKeys. */
class TicketTest {
    private static final String OFFER = Offers.captured("chromium-156-whip-offer.sdp");
    private static final String HEADER = "Sluice-Private-Map-Key";

    private ResourceFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = ResourceFixture.withTickets();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private HttpRequest.Builder publish() {
        return fixture.post(PUBLISH + "?SessionID=adam", "adam", OFFER);
    }

    private HttpRequest.Builder play() {
        return fixture.post(PLAY + "?SessionID=eve", "eve", Offers.chromium());
    }

    private String ticket(String user, int privileges) {
        return fixture.ticket(user, room("room").id(), Privilege.of(privileges));
    }

    private void refused(HttpRequest.Builder request, int status, StableCode code) throws Exception {
        var response = fixture.send(request);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(new JsonObject(response.body()).getString("code")).isEqualTo(code.name());
        assertThat(response.body()).doesNotContain("eJ");
        assertThat(fixture.whip.sessions().all()).isEmpty();
        assertThat(fixture.viewers()).isZero();
    }

    /** By kind, whether the answer's section has a port. */
    private static void answers(HttpResponse<String> created, boolean audio, boolean video) {
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(!created.body().contains("m=audio 0 ")).as("audio").isEqualTo(audio);
        assertThat(!created.body().contains("m=video 0 ")).as("video").isEqualTo(video);
    }

    @Test
    void withoutATicketNobodyIsLetIn() throws Exception {
        fixture.publish();
        refused(publish(), 403, StableCode.PRIVILEGE_MISSING);
        refused(play(), 403, StableCode.PRIVILEGE_MISSING);
    }

    @ParameterizedTest
    @CsvSource({"23, true, true", "7, true, false", "19, false, true"})
    void aPublisherSendsWhatItsTicketAllows(int privileges, boolean audio, boolean video) throws Exception {
        var created = fixture.send(publish().header(HEADER, ticket("adam", privileges)));
        answers(created, audio, video);
        assertThat(fixture.send(fixture.request(local(created)).DELETE()).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"42, true, true", "10, true, false", "34, false, true"})
    void aViewerReceivesWhatItsTicketAllows(int privileges, boolean audio, boolean video) throws Exception {
        fixture.publish();
        var created = fixture.send(fixture.post(PLAY + "?SessionID=eve&privatemapkey=" + ticket("eve", privileges),
                "eve", Offers.chromium()));
        answers(created, audio, video);
        var trickle = fixture.patch(local(created), "*", "a=end-of-candidates\n");
        assertThat(fixture.send(trickle).statusCode()).isIn(200, 204);
        assertThat(fixture.send(fixture.request(local(created)).DELETE()).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 21, 40, 66})
    void whoMayNeitherEnterNorSendIsRefused(int privileges) throws Exception {
        refused(publish().header(HEADER, ticket("adam", privileges)), 403, StableCode.PRIVILEGE_MISSING);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 23, 40, 130})
    void whoMayNeitherEnterNorReceiveIsRefused(int privileges) throws Exception {
        fixture.publish();
        refused(play().header(HEADER, ticket("eve", privileges)), 403, StableCode.PRIVILEGE_MISSING);
    }

    @Test
    void anOfferOfNothingThatIsAllowedIsRefused() throws Exception {
        var soundless = OFFER.replace("m=audio 9 ", "m=audio 0 ");
        assertThat(soundless).isNotEqualTo(OFFER);
        refused(fixture.post(PUBLISH, "adam", soundless).header(HEADER, ticket("adam", 7)), 403,
                StableCode.PRIVILEGE_MISSING);
    }

    @Test
    void theRoomMustExistForWhoMayNotCreateIt() throws Exception {
        refused(publish().header(HEADER, ticket("adam", 22)), 403, StableCode.PRIVILEGE_MISSING);
        assertThat(fixture.roomCount()).isZero();
        fixture.publish();
        answers(fixture.send(publish().header(HEADER, ticket("adam", 22))), true, true);
    }

    @Test
    void eachTicketThatDoesNotHoldHasItsStatus() throws Exception {
        refused(publish().header(HEADER, ticket("eve", 255)), 403, StableCode.TOKEN_WRONG_USER);
        refused(publish().header(HEADER, fixture.ticket("adam", room("other").id(), Privilege.of(255))), 403,
                StableCode.PRIVILEGE_MISSING);
        refused(publish().header(HEADER, fixture.sign("adam")), 401, StableCode.TOKEN_MALFORMED);
        refused(publish().header(HEADER, "nonsense"), 401, StableCode.TOKEN_MALFORMED);
        refused(publish().setHeader("Authorization", "Bearer " + ticket("adam", 255))
                .header(HEADER, ticket("adam", 255)), 401, StableCode.TOKEN_MALFORMED);
        var old = ticket("adam", 255);
        fixture.clock.advance(Duration.ofSeconds(3_601));
        refused(publish().header(HEADER, old), 401, StableCode.TOKEN_EXPIRED);
    }

    @Test
    void aTicketForTheIntegerRoomIsNoneForTheStringRoom() throws Exception {
        var path = "/v2/pub/" + ResourceFixture.APP + "/123";
        var integer = fixture.ticket("adam", RoomId.numeric("123"), Privilege.of(255));
        refused(fixture.post(path, "adam", OFFER).header(HEADER, integer), 403, StableCode.PRIVILEGE_MISSING);
        var named = fixture.ticket("adam", room("123").id(), Privilege.of(255));
        refused(fixture.post(path + "?RoomIdType=1", "adam", OFFER).header(HEADER, named), 403,
                StableCode.PRIVILEGE_MISSING);
        answers(fixture.send(fixture.post(path + "?RoomIdType=1", "adam", OFFER).header(HEADER, integer)), true, true);
    }

    @Test
    void twoTicketsMustBeTheSame() throws Exception {
        var one = ticket("adam", 23);
        var byQuery = PUBLISH + "?privatemapkey=" + one;
        refused(fixture.post(byQuery, "adam", OFFER).header(HEADER, ticket("adam", 255)), 400,
                StableCode.PROTOCOL_ERROR);
        refused(publish().header(HEADER, one).header(HEADER, one), 400, StableCode.PROTOCOL_ERROR);
        refused(publish().header(HEADER, ""), 400, StableCode.PROTOCOL_ERROR);
        refused(fixture.post(PUBLISH + "?privatemapkey=", "adam", OFFER), 400, StableCode.PROTOCOL_ERROR);
        answers(fixture.send(fixture.post(byQuery, "adam", OFFER).header(HEADER, one)), true, true);
    }
}
