package dev.sluice.whep.http;

import dev.sluice.webrtc.http.ResourceFixture;
import dev.sluice.webrtc.sdp.Offers;
import dev.sluice.webrtc.sdp.grammar.Direction;
import dev.sluice.webrtc.sdp.grammar.SdpFragment;
import dev.sluice.webrtc.sdp.grammar.SdpReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.sluice.webrtc.http.ResourceFixture.PLAY;
import static dev.sluice.webrtc.http.ResourceFixture.local;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The MUSTs of draft-ietf-wish-whep that bind a server and that it words as RFC 9725 does, or for itself. What is refused
 * stands in {@link WhepRefusalTest}. Clients alone: POST with application/sdp, DELETE to end, If-Match, full ICE, one
 * stream, redirections. A counter-offer of the server's (406 and PATCH with application/sdp) is optional and not done.
 */
class WhepConformanceTest {
    private ResourceFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new ResourceFixture();
        fixture.publish();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private HttpResponse<String> play() throws Exception {
        return fixture.send(fixture.post(PLAY, "eve", Offers.chromium()));
    }

    private static String tag(HttpResponse<String> response) {
        return response.headers().firstValue("ETag").orElseThrow();
    }

    private HttpResponse<String> patch(HttpResponse<String> created, String ifMatch, String body) throws Exception {
        return fixture.send(fixture.patch(local(created), ifMatch, body));
    }

    @Test
    void getIsSuccessfulAndHasNoContent() throws Exception {
        for (var path : List.of(PLAY, local(play()))) {
            var response = fixture.send(fixture.request(path));
            assertThat(response.statusCode()).isEqualTo(204);
            assertThat(response.body()).isEmpty();
        }
    }

    @Test
    void theAnswerIsSendonlyBundledAndMultiplexed() throws Exception {
        var answer = SdpReader.read(play().body());
        assertThat(answer.media()).hasSize(2).allMatch(section -> section.direction() == Direction.SENDONLY
                && section.rtcpMux() && section.rtcpMuxOnly());
        assertThat(answer.bundles()).containsExactly(List.of("0", "1"));
    }

    @Test
    void aTrickleIs204WithoutBodyAndEntityTag() throws Exception {
        var created = play();
        var response = patch(created, tag(created), "a=ice-ufrag:37kc\na=end-of-candidates\n");
        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("ETag")).isEmpty();
    }

    @Test
    void entityTagsAreRequiredAndCompared() throws Exception {
        var created = play();
        assertThat(patch(created, "\"other\"", "a=end-of-candidates\n").statusCode()).isEqualTo(412);
        var missing = fixture.request(local(created)).header("Content-Type", SdpFragment.MEDIA_TYPE)
                .method("PATCH", HttpRequest.BodyPublishers.ofString("a=end-of-candidates\n"));
        assertThat(fixture.send(missing).statusCode()).isEqualTo(428);
    }

    @Test
    void aRestartIsAnsweredByNewCredentialsAndANewEntityTag() throws Exception {
        var created = play();
        var response = patch(created, "*", "a=ice-ufrag:ysXw\na=ice-pwd:vw5LmwG4y/e6dPP/zAP9Gp5k\n");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(tag(response)).isNotEqualTo(tag(created));
        var before = SdpReader.read(created.body()).media().getFirst();
        var fragment = SdpFragment.read(response.body());
        assertThat(fragment.iceUfrag()).isNotNull().isNotEqualTo(before.transport().iceUfrag());
        assertThat(fragment.iceLite()).isTrue();
        assertThat(fragment.candidates()).isEqualTo(before.candidates());
        assertThat(fixture.viewers()).isEqualTo(1);
    }

    @Test
    void aMalformedFragmentAndAnotherMediaTypeAreRejected() throws Exception {
        var created = play();
        assertThat(patch(created, "*", "hello").statusCode()).isEqualTo(400);
        var sdp = fixture.patch(local(created), "*", Offers.chromium()).setHeader("Content-Type", "application/sdp");
        assertThat(fixture.send(sdp).statusCode()).isEqualTo(415);
        assertThat(fixture.viewers()).isEqualTo(1);
    }
}
