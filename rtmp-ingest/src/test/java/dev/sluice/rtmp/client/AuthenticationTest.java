package dev.sluice.rtmp.client;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AuthenticationTest {
    private static final String REJECT = "[ AccessManager.Reject ] : ";
    private static final String ADOBE = REJECT + "[ authmod=adobe ] : ?reason=needauth&user=alice&salt=SALT";

    private static Authentication of(String app) {
        // our own challenge is 42 for ever
        return new Authentication(Optional.of(new Login("alice", "s3cret")), app, () -> 42L << 32);
    }

    /** Responses computed by FFmpeg's rule with another program. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "&challenge=CHAL==|&response=Rwr9dwirT94CuZ6YDIgz2g==",
            "&challenge=CHAL==&opaque=OPAQ==|&response=JB/GbmP59kqDe4i1ti8R9Q==&opaque=OPAQ=="})
    void adobe(String asked, String answered) {
        var authentication = of("app");
        assertThat(authentication.query()).isEmpty();
        assertThat(authentication.goesOn(REJECT + "[ code=403 need auth; authmod=adobe ] : ")).isTrue();
        assertThat(authentication.query()).isEqualTo("authmod=adobe&user=alice");
        assertThat(authentication.goesOn(ADOBE + asked)).isTrue();
        assertThat(authentication.query()).isEqualTo("authmod=adobe&user=alice&challenge=0000002a" + answered);
    }

    @ParameterizedTest
    @CsvSource({"app, 112dc2a562630317f93d4a62feff692f", "app/inst, 44b51a69b3701b598777f8e85f65b3b7"})
    void llnw(String app, String response) {
        var authentication = of(app);
        assertThat(authentication.goesOn(REJECT + "[ authmod=llnw ] : ?reason=needauth&user=alice&nonce=NONCE"))
                .isTrue();
        assertThat(authentication.query()).isEqualTo(
                "authmod=llnw&user=alice&nonce=NONCE&cnonce=0000002a&nc=00000001&response=" + response);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no", "code=403 need auth; authmod=other",
            REJECT + "[ authmod=adobe ] : ?reason=authfailed",
            REJECT + "[ authmod=adobe ] : ?reason=nosuchuser&user=alice"})
    void anythingElseIsFinal(String description) {
        assertThat(of("app").goesOn(description)).isFalse();
    }

    @Test
    void noStepIsTakenTwice() {
        var authentication = of("app");
        assertThat(authentication.goesOn("code=403 need auth; authmod=adobe")).isTrue();
        assertThat(authentication.goesOn("code=403 need auth; authmod=adobe")).isFalse();
        assertThat(authentication.goesOn(ADOBE)).isTrue();
        assertThat(authentication.goesOn(ADOBE)).isFalse();
    }

    @Test
    void withoutALoginARefusalIsFinal() {
        assertThat(new Authentication(Optional.empty(), "app", () -> 0).goesOn(ADOBE)).isFalse();
    }

    @Test
    void anEndlessChallengeIsRefused() {
        assertThat(of("app").goesOn(ADOBE + "&opaque=" + "x".repeat(1024))).isFalse();
    }

    @Test
    void aUserNameBreaksOutOfNoParameter() {
        var authentication = new Authentication(Optional.of(new Login("a&b=c d", "p")), "app", () -> 0);
        assertThat(authentication.goesOn("code=403 need auth; authmod=adobe")).isTrue();
        assertThat(authentication.query()).isEqualTo("authmod=adobe&user=a%26b%3Dc%20d");
    }
}
