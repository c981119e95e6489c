package dev.sluice.whip.http;

import dev.sluice.webrtc.http.ResourceFixture;
import dev.sluice.webrtc.sdp.Offers;
import dev.sluice.webrtc.sdp.grammar.Direction;
import dev.sluice.webrtc.sdp.grammar.SdpFragment;
import dev.sluice.webrtc.sdp.grammar.SdpReader;
import dev.sluice.webrtc.sdp.grammar.SessionDescription;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.sluice.webrtc.http.ResourceFixture.PUBLISH;
import static dev.sluice.webrtc.http.ResourceFixture.local;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 9725, one test per MUST (SHALL) that binds a server, by its section. These bind clients only:
 *
 * <table>
 * <caption>MUSTs of clients</caption>
 * <tr><td>4.1</td><td>not to match error codes to specific causes; to fall back to n00</td></tr>
 * <tr><td>4.2</td><td>POST with application/sdp; no recvonly or inactive in the offer (we refuse those); DELETE to end
 * </td></tr>
 * <tr><td>4.3.1</td><td>no entity-tag in a DELETE (SHOULD NOT)</td></tr>
 * <tr><td>4.3.2</td><td>fragments as RFC 8840 4.4 has them; to wait for the 201 before the first PATCH; If-Match with the latest entity-tag; full ICE</td></tr>
 * <tr><td>4.3.3</td><td>new ufrag and password in a restart, If-Match "*"; to use the last answer only and to restart
 * anew after a mismatch</td></tr>
 * <tr><td>4.4.1</td><td>bundle-only, rtcp-mux and rtcp-mux-only in the offer</td></tr>
 * <tr><td>4.4.2</td><td>one msid stream, one track of a kind</td></tr>
 * <tr><td>4.5</td><td>to follow redirections</td></tr>
 * <tr><td>4.7.1</td><td>to send the Bearer token in every request but a preflight</td></tr>
 * <tr><td>4.9</td><td>to ignore Link headers of unknown relation</td></tr>
 * </table>
 *
 * <p>Consent (4.2, RFC 7675) and what a restart leaves untouched are the transport's and tested there; HTTPS (5) is the
 * HTTP server's.
 */
class WhipConformanceTest {
    private static final String TRICKLE = """
            a=ice-ufrag:xlFl
            a=ice-pwd:Tm1Rdce63aAX+wOKjMrV2J37
            m=video 9 RTP/AVP 0
            a=mid:0
            a=candidate:1 1 udp 2122260223 192.0.2.1 61764 typ host generation 0
            a=end-of-candidates
            """;
    private static final String RESTART = "a=ice-ufrag:ysXw\r\na=ice-pwd:vw5LmwG4y/e6dPP/zAP9Gp5k\r\n";

    private ResourceFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new ResourceFixture();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private HttpRequest.Builder offer(String sdp) {
        return fixture.post(PUBLISH, "adam", sdp);
    }

    private HttpResponse<String> publish(String file) throws Exception {
        var response = fixture.send(offer(Offers.captured(file)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return response;
    }

    private HttpResponse<String> publish() throws Exception {
        return publish("chromium-156-whip-offer.sdp");
    }

    private static SessionDescription answer(HttpResponse<String> created) {
        return SdpReader.read(created.body());
    }

    private static String tag(HttpResponse<String> response) {
        return response.headers().firstValue("ETag").orElseThrow();
    }

    private HttpResponse<String> patch(HttpResponse<String> created, String ifMatch, String body) throws Exception {
        return fixture.send(fixture.patch(local(created), ifMatch, body));
    }

    private HttpResponse<String> method(String method, String path) throws Exception {
        return fixture.send(fixture.request(path).method(method, HttpRequest.BodyPublishers.noBody()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void section4_1_getIsSuccessfulAndHasNoContent(String method) throws Exception {
        for (var path : List.of(PUBLISH, local(publish()))) {
            var response = method(method, path);
            assertThat(response.statusCode()).isEqualTo(204);
            assertThat(response.body()).isEmpty();
        }
    }

    @Test
    void section4_1_errorsAreProblems() throws Exception {
        var response = fixture.send(offer("no offer"));
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(new JsonObject(response.body()).getString("code")).isEqualTo("SDP_INVALID");
    }

    @Test
    void section4_2_anOfferIsAnsweredByA201WithTheAnswerAndALocation() throws Exception {
        var created = publish();
        assertThat(created.headers().firstValue("Content-Type")).contains("application/sdp");
        assertThat(created.headers().firstValue("Location").orElseThrow())
                .matches("/live/v2/pub/session/[A-Za-z0-9_-]{32}");
        assertThat(answer(created).media()).hasSize(2);
        assertThat(fixture.whip.sessions().all()).extracting(PublishingSession::userId).containsExactly("adam");
    }

    @Test
    void section4_2_anotherContentTypeIsRejected() throws Exception {
        var request = offer(Offers.captured("obs-30-whip-offer.sdp")).setHeader("Content-Type", "application/json");
        assertThat(fixture.send(request).statusCode()).isEqualTo(415);
    }

    @Test
    void section4_2_aMalformedOfferIsRejected() throws Exception {
        assertThat(fixture.send(offer("v=0\r\n")).statusCode()).isEqualTo(400);
    }

    @Test
    void section4_2_theAnswerIsRecvonlyForSendonlyAndSendrecv() throws Exception {
        var sendonly = Offers.captured("chromium-156-whip-offer.sdp");
        for (var offered : List.of(sendonly, sendonly.replace("sendonly", "sendrecv"))) {
            assertThat(answer(fixture.send(offer(offered))).media())
                    .allMatch(section -> section.direction() == Direction.RECVONLY);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"recvonly", "inactive"})
    void section4_2_whoDoesNotSendDoesNotPublish(String direction) throws Exception {
        var sdp = Offers.captured("chromium-156-whip-offer.sdp").replace("sendonly", direction);
        assertThat(fixture.send(offer(sdp)).statusCode()).isEqualTo(400);
    }

    @Test
    void section4_2_deleteRemovesTheSession() throws Exception {
        var path = local(publish());
        assertThat(fixture.roomCount()).isEqualTo(1);
        assertThat(method("DELETE", path).statusCode()).isEqualTo(200);
        assertThat(fixture.whip.sessions().all()).isEmpty();
        assertThat(fixture.roomCount()).isZero();
        assertThat(fixture.transports()).isZero();
        assertThat(method("DELETE", path).statusCode()).isEqualTo(404);
    }

    @Test
    void section4_2_optionsAreSupportedForCors() throws Exception {
        var preflight = fixture.send(fixture.request(PUBLISH).header("Origin", "https://page.example")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods"))
                .contains("POST, PATCH, DELETE, OPTIONS");
        assertThat(preflight.headers().firstValue("Link")).isEmpty();
    }

    @Test
    void section4_2_optionsTellWhatAPostMayCarry() throws Exception {
        var endpoint = method("OPTIONS", PUBLISH);
        assertThat(endpoint.statusCode()).isEqualTo(200);
        assertThat(endpoint.headers().firstValue("Accept-Post")).contains("application/sdp");
        var session = method("OPTIONS", local(publish()));
        assertThat(session.headers().firstValue("Accept-Patch")).contains("application/trickle-ice-sdpfrag");
    }

    @Test
    void section4_3_1_anotherContentTypeOfAPatchIsRejected() throws Exception {
        var created = publish();
        var request = fixture.patch(local(created), tag(created), TRICKLE).setHeader("Content-Type", "application/sdp");
        assertThat(fixture.send(request).statusCode()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no fragment", "a=candidate:1 2 3", "a=ice-ufrag:ysXw", "a=ice-ufrag:y\r\na=ice-pwd:p"})
    void section4_3_1_aMalformedFragmentIsRejected(String fragment) throws Exception {
        var created = publish();
        assertThat(patch(created, tag(created), fragment).statusCode()).isEqualTo(400);
        assertThat(patch(created, tag(created), TRICKLE).statusCode()).isEqualTo(204);
    }

    @Test
    void section4_3_1_theEntityTagIsStrongAndUnique() throws Exception {
        var first = tag(publish());
        var second = tag(publish());
        assertThat(List.of(first, second)).allMatch(tag -> tag.matches("\"[A-Za-z0-9_-]{12}\""))
                .doesNotHaveDuplicates();
    }

    @Test
    void section4_3_1_anEntityTagInADeleteIsIgnored() throws Exception {
        var delete = fixture.request(local(publish())).header("If-Match", "\"stale\"").DELETE();
        assertThat(fixture.send(delete).statusCode()).isEqualTo(200);
    }

    @Test
    void section4_3_1_aMissingEntityTagIs428() throws Exception {
        var request = fixture.request(local(publish())).header("Content-Type", SdpFragment.MEDIA_TYPE)
                .method("PATCH", HttpRequest.BodyPublishers.ofString(TRICKLE));
        assertThat(fixture.send(request).statusCode()).isEqualTo(428);
    }

    @Test
    void section4_3_1_anotherEntityTagIs412() throws Exception {
        var created = publish();
        for (var stale : List.of("\"stale\"", "W/" + tag(created), tag(created).replace("\"", ""))) {
            assertThat(patch(created, stale, TRICKLE).statusCode()).as(stale).isEqualTo(412);
        }
        assertThat(patch(created, "\"other\", " + tag(created), TRICKLE).statusCode()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"obs-30-whip-offer.sdp", "ffmpeg-8.0.1-whip-offer.sdp"})
    void section4_3_2_theAnswerHasEveryCandidateOfOurs(String file) throws Exception {
        var tagged = answer(publish(file)).media().getFirst();
        assertThat(tagged.candidates()).hasSameSizeAs(fixture.media.candidates()).isNotEmpty();
        assertThat(tagged.endOfCandidates()).isTrue();
        assertThat(answer(publish(file)).iceLite()).isTrue();
    }

    @Test
    void section4_3_2_aTrickleIs204WithoutBodyAndEntityTag() throws Exception {
        var created = publish();
        var response = patch(created, tag(created), TRICKLE);
        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("ETag")).isEmpty();
    }

    @Test
    void section4_3_2_candidatesThatAreNotSupportedAreDiscardedSilently() throws Exception {
        var created = publish();
        var odd = TRICKLE.replace("udp 2122260223 192.0.2.1", "sctp 1 nowhere.invalid");
        assertThat(patch(created, tag(created), odd).statusCode()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "\"*\""})
    void section4_3_3_newCredentialsAreARestartAnsweredByOursAndANewEntityTag(String any) throws Exception {
        var created = publish();
        var response = patch(created, any, RESTART);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/trickle-ice-sdpfrag");
        assertThat(tag(response)).matches("\"[A-Za-z0-9_-]{12}\"").isNotEqualTo(tag(created));
        var fragment = SdpFragment.read(response.body());
        var before = answer(created).media().getFirst();
        assertThat(fragment.iceUfrag()).isNotNull().isNotEqualTo(before.transport().iceUfrag());
        assertThat(fragment.icePwd()).isNotNull().isNotEqualTo(before.transport().icePwd());
        assertThat(fragment.mid()).isEqualTo("0");
        assertThat(fragment.candidates()).isEqualTo(before.candidates());
    }

    @Test
    void section4_3_3_theRestartsAnswerHasTheIceAttributesOfTheFirst() throws Exception {
        var created = publish();
        assertThat(SdpFragment.read(patch(created, "*", RESTART).body()).iceLite())
                .isEqualTo(answer(created).iceLite()).isTrue();
    }

    @Test
    void section4_3_3_afterARestartOnlyTheNewEntityTagAndCredentialsCount() throws Exception {
        var created = publish();
        var restarted = patch(created, tag(created), RESTART);
        assertThat(restarted.statusCode()).isEqualTo(200);
        var trickle = RESTART + "a=end-of-candidates\r\n";
        assertThat(patch(created, tag(created), trickle).statusCode()).isEqualTo(412);
        assertThat(patch(created, tag(restarted), trickle).statusCode()).isEqualTo(204);
    }

    @Test
    void section4_3_3_aRestartThatCannotBeDoneLeavesTheSessionAsItWas() throws Exception {
        var created = publish();
        assertThat(patch(created, "*", "a=ice-ufrag:ysXw\r\na=ice-pwd:short\r\n").statusCode()).isEqualTo(400);
        assertThat(fixture.whip.sessions().all()).hasSize(1);
        assertThat(patch(created, tag(created), TRICKLE).statusCode()).isEqualTo(204);
    }

    @Test
    void section4_4_1_bundleIsUsedAndRequired() throws Exception {
        assertThat(answer(publish()).bundles()).containsExactly(List.of("0", "1"));
        var unbundled = Offers.captured("chromium-156-whip-offer.sdp").replace("a=group:BUNDLE 0 1\r\n", "");
        assertThat(fixture.send(offer(unbundled)).statusCode()).isEqualTo(400);
    }

    @Test
    void section4_4_1_rtcpIsMultiplexedAndNothingElse() throws Exception {
        assertThat(answer(publish()).media())
                .allMatch(section -> section.rtcpMux() && section.rtcpMuxOnly());
        var unmuxed = Offers.captured("chromium-156-whip-offer.sdp").replace("a=rtcp-mux\r\n", "");
        assertThat(fixture.send(offer(unmuxed)).statusCode()).isEqualTo(400);
    }

    @Test
    void section4_4_2_moreTracksThanWeTakeAreRejected() throws Exception {
        var two = Offers.sending(Offers.of("0 1", Offers.video("0"), Offers.video("1")));
        assertThat(fixture.send(offer(two)).statusCode()).isEqualTo(400);
        assertThat(fixture.whip.sessions().all()).isEmpty();
    }

    @Test
    void section4_4_3_noAnswerIsPartlySuccessful() throws Exception {
        var sdp = Offers.captured("chromium-156-whip-offer.sdp").replace("opus/48000/2", "speex/16000");
        var response = fixture.send(offer(sdp));
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(new JsonObject(response.body()).getString("code")).isEqualTo("CODEC_UNSUPPORTED");
        assertThat(fixture.whip.sessions().all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"actpass", "active", "passive"})
    void section4_4_4_everyRoleIsTaken(String setup) throws Exception {
        var sdp = Offers.captured("chromium-156-whip-offer.sdp").replace("actpass", setup);
        assertThat(fixture.send(offer(sdp)).body())
                .contains(setup.equals("passive") ? "a=setup:active" : "a=setup:passive");
    }

    @Test
    void section4_5_nothingIsRedirected() throws Exception {
        var sdp = Offers.captured("chromium-156-whip-offer.sdp");
        for (var path : List.of(PUBLISH, PUBLISH + "/", "/v2//pub/1/room", "/v2/pub")) {
            assertThat(fixture.send(fixture.post(path, "adam", sdp)).statusCode() / 100).as(path).isNotEqualTo(3);
        }
        assertThat(fixture.send(fixture.post(PUBLISH + "/", "adam", sdp)).statusCode()).isEqualTo(201);
    }

    @Test
    void section4_5_anEndpointThatClosesIsA503() throws Exception {
        fixture.admission.drain();
        var response = fixture.send(offer(Offers.captured("chromium-156-whip-offer.sdp")));
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void section4_6_everyIceServerIsALink() throws Exception {
        assertThat(publish().headers().allValues("Link")).containsExactly(
                "<stun:stun.example.com>; rel=\"ice-server\"",
                "<turn:turn.example.com>; rel=\"ice-server\"; username=\"u\\\"1\"; credential=\"c\";"
                        + " credential-type=\"password\"");
    }

    @Test
    void section4_7_httpAuthenticationByBearerToken() throws Exception {
        var sdp = Offers.captured("chromium-156-whip-offer.sdp");
        var without = fixture.send(fixture.request(PUBLISH).header("Content-Type", "application/sdp")
                .POST(HttpRequest.BodyPublishers.ofString(sdp)));
        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(without.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(fixture.send(offer(sdp)).statusCode()).isEqualTo(201);
    }

    @Test
    void section4_7_aSessionTakesTheTokenOfItsUser() throws Exception {
        var created = publish();
        var patch = fixture.patch(local(created), tag(created), TRICKLE);
        assertThat(fixture.send(patch.setHeader("Authorization", "Bearer " + fixture.sign("eve"))).statusCode())
                .isEqualTo(403);
        assertThat(fixture.send(patch.setHeader("Authorization", "Bearer " + fixture.sign("adam"))).statusCode())
                .isEqualTo(204);
    }

    @Test
    void section4_8_simulcastIsAnsweredFromTheOtherEnd() throws Exception {
        var video = answer(publish("chromium-simulcast-whip-offer.sdp")).media().getFirst();
        assertThat(video.simulcast().recv()).containsExactly("q", "h", "f");
        assertThat(video.simulcast().send()).isEmpty();
        assertThat(video.simulcast().rids()).allMatch(rid -> rid.direction().equals("recv"));
    }

    @Test
    void section4_9_noExtensionIsAnnouncedAndNoneRequired() throws Exception {
        assertThat(publish().headers().allValues("Link")).noneMatch(link -> link.contains("urn:ietf:params:whip:ext"));
    }
}
