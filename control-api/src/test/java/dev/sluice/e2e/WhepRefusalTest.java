package dev.sluice.e2e;

import dev.sluice.e2e.page.Browser;
import dev.sluice.e2e.rig.RelayProcess;
import dev.sluice.e2e.rig.Tokens;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Who may not watch reads why in a problem that a page of another origin can see. */
@ExtendWith(Browser.Extension.class)
class WhepRefusalTest {
    private static RelayProcess relay;

    @BeforeAll
    static void start(@TempDir Path folder) {
        relay = RelayProcess.start(folder);
    }

    @AfterAll
    static void stop() {
        relay.close();
    }

    static Stream<Arguments> refusals() {
        return Stream.of(refusal("no token", Tokens.APP, "room", "", 401, "TOKEN_MISSING"),
                refusal("token of no known form", Tokens.APP, "room", "abc", 401, "TOKEN_MALFORMED"),
                refusal("expired", Tokens.APP, "room", Tokens.expired("viewer"), 401, "TOKEN_EXPIRED"),
                refusal("signed by another", Tokens.APP, "room", Tokens.forged("viewer"), 401, "TOKEN_SIGNATURE"),
                refusal("another user's", Tokens.APP, "room", Tokens.userSig("bob"), 403, "TOKEN_WRONG_USER"),
                refusal("another application's", Tokens.APP, "room", Tokens.foreign("viewer"), 401, "TOKEN_SIGNATURE"),
                refusal("names another application", Tokens.APP, "room", Tokens.misnamed("viewer"), 401,
                        "TOKEN_WRONG_APP"),
                refusal("unknown application", Tokens.UNKNOWN_APP, "room", Tokens.userSig("viewer"), 404,
                        "APP_UNKNOWN"),
                refusal("bad room", Tokens.APP, "r".repeat(65), Tokens.userSig("viewer"), 400, "ROOM_INVALID"),
                refusal("empty room", Tokens.APP, "room", Tokens.userSig("viewer"), 409, "NOTHING_TO_PLAY"));
    }

    private static Arguments refusal(String name, int app, String room, String token, int status, String code) {
        return Arguments.argumentSet(name, app, room, token, status, code);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void pageReadsStatusAndStableCode(int app, String room, String token, int status, String code, Browser browser) {
        var answer = browser.viewer().play(relay.whep(app, room, "viewer"), token);
        assertThat(answer.status()).as("status of %s", answer).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.retryAfter().isEmpty()).as("no Retry-After").isEqualTo(status != 409);
        if (token.startsWith("eJ")) {
            assertThat(answer.body() + relay.process().output()).as("answer and log").doesNotContain(token);
        }
    }

    static Stream<Arguments> requests() {
        return Stream.of(Arguments.argumentSet("no SDP", "application/sdp", "v=0\r\n", 400, "SDP_INVALID"),
                Arguments.argumentSet("garbage", "application/sdp", "\u0000\u0001garbage", 400, "SDP_INVALID"),
                Arguments.argumentSet("JSON", "application/json", "{}", 415, "MEDIA_TYPE"),
                Arguments.argumentSet("large", "application/sdp", "a=x\r\n".repeat(20_000), 413, "LIMIT_EXCEEDED"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void offerThatIsNoneIsRefused(String mediaType, String body, int status, String code) {
        var answer = relay.send(HttpRequest.newBuilder(URI.create(relay.whep(Tokens.APP, "room", "viewer")))
                .header("Authorization", "Bearer " + Tokens.userSig("viewer")).header("Content-Type", mediaType)
                .POST(HttpRequest.BodyPublishers.ofString(body)).build());
        assertThat(answer.statusCode()).as("status of %s", answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(code);
    }

    @Test
    void missingTokenIsAskedFor() {
        var answer = relay.send(HttpRequest.newBuilder(URI.create(relay.whep(Tokens.APP, "room", "viewer")))
                .header("Content-Type", "application/sdp").POST(HttpRequest.BodyPublishers.ofString("v=0\r\n"))
                .build());
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValueSatisfying(
                value -> assertThat(value).startsWith("Bearer"));
    }
}
