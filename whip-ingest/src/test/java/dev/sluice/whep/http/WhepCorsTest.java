package dev.sluice.whep.http;

import dev.sluice.webrtc.http.ResourceFixture;
import dev.sluice.webrtc.sdp.Offers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

import static dev.sluice.webrtc.http.ResourceFixture.PLAY;
import static org.assertj.core.api.Assertions.assertThat;

class WhepCorsTest {
    private static final String PAGE = "https://page.example";
    private static final String EXPOSED = "Location, ETag, Link, Accept-Post, Retry-After";

    private static HttpResponse<String> preflight(ResourceFixture fixture, String path, String origin)
            throws Exception {
        return fixture.send(fixture.request(path).header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    }

    @Test
    void aPreflightNeedsNoToken() throws Exception {
        try (var fixture = new ResourceFixture()) {
            for (var path : List.of(PLAY, "/v2/sub/session/any")) {
                var response = preflight(fixture, path, PAGE);
                assertThat(response.statusCode()).isEqualTo(204);
                var headers = response.headers();
                assertThat(headers.firstValue("Access-Control-Allow-Origin")).contains("*");
                assertThat(headers.firstValue("Access-Control-Allow-Methods")).contains("POST, PATCH, DELETE, OPTIONS");
                assertThat(headers.firstValue("Access-Control-Allow-Headers"))
                        .contains("Authorization, Content-Type, If-Match, Sluice-Private-Map-Key");
                assertThat(headers.firstValue("Access-Control-Max-Age")).contains("86400");
            }
        }
    }

    @Test
    void onlyConfiguredOriginsAreLetIn() throws Exception {
        try (var fixture = new ResourceFixture(List.of(PAGE, "https://other.example"))) {
            var good = preflight(fixture, PLAY, PAGE).headers();
            assertThat(good.firstValue("Access-Control-Allow-Origin")).contains(PAGE);
            assertThat(good.firstValue("Vary")).contains("origin");
            var bad = preflight(fixture, PLAY, "https://evil.example").headers();
            assertThat(bad.firstValue("Access-Control-Allow-Origin")).isEmpty();
            assertThat(bad.firstValue("Access-Control-Allow-Methods")).isEmpty();
        }
    }

    @Test
    void answersExposeTheirHeaders() throws Exception {
        try (var fixture = new ResourceFixture()) {
            fixture.publish();
            var offer = Offers.chromium();
            var response = fixture.send(fixture.post(PLAY, "eve", offer).header("Origin", PAGE));
            assertThat(response.statusCode()).isEqualTo(201);
            assertThat(response.headers().firstValue("Access-Control-Expose-Headers")).contains(EXPOSED);
        }
    }

    @Test
    void optionsTellWhatIsTaken() throws Exception {
        try (var fixture = new ResourceFixture()) {
            var response = fixture.send(fixture.request(PLAY).method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Accept-Post")).contains("application/sdp");
            assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD, POST, OPTIONS");
        }
    }
}
