package dev.sluice.auth;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.sluice.auth.TokenVectors.APP;
import static dev.sluice.auth.TokenVectors.KEY;
import static dev.sluice.auth.TokenVectors.MADE_AT;
import static dev.sluice.auth.TokenVectors.at;
import static dev.sluice.auth.TokenVectors.verifierAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class UserSigVerifierTest {
    private static final String ALICE = UserSig.sign(APP, "alice", KEY, Instant.ofEpochSecond(MADE_AT),
            Duration.ofSeconds(60));
    private final UserSigVerifier verifier = verifierAt(MADE_AT);

    static List<TokenVectors.Vector> userSigs() {
        return TokenVectors.userSigs();
    }

    static List<TokenVectors.Vector> tickets() {
        return TokenVectors.tickets();
    }

    @ParameterizedTest
    @MethodSource("userSigs")
    void takesWhatTheOfficialGeneratorsMake(TokenVectors.Vector vector) {
        var now = verifierAt(vector.number("TLS.time") + vector.number("TLS.expire"));
        assertThatCode(() -> now.verify(vector.token(), vector.user())).doesNotThrowAnyException();
        assertThat(now.identifier(vector.token())).isEqualTo(vector.user());
    }

    @ParameterizedTest
    @MethodSource("userSigs")
    void refusesThemASecondLater(TokenVectors.Vector vector) {
        var late = verifierAt(vector.number("TLS.time") + vector.number("TLS.expire") + 1);
        assertThat(code(() -> late.verify(vector.token(), vector.user()))).isEqualTo(StableCode.TOKEN_EXPIRED);
        assertThat(code(() -> late.identifier(vector.token()))).isEqualTo(StableCode.TOKEN_EXPIRED);
        assertThatCode(() -> late.verifyExpiredToo(vector.token(), vector.user())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("tickets")
    void refusesAPrivateMapKey(TokenVectors.Vector vector) {
        var refused = refusal(() -> verifierAt(vector.number("TLS.time")).verify(vector.token(), vector.user()));
        assertThat(refused.code()).isEqualTo(StableCode.TOKEN_MALFORMED);
        assertThat(refused).hasMessageContaining("PrivateMapKey").hasMessageContaining("expected a UserSig");
    }

    @Test
    void takesAFutureTimeAndTheLargestNumbers() {
        assertThatCode(() -> verifierAt(0).verify(ALICE, "alice")).doesNotThrowAnyException();
        long max = 1L << 53;
        assertThatCode(() -> verifier.verify(token(signed("alice", APP, max, max)), "alice"))
                .doesNotThrowAnyException();
    }

    @Test
    void anyOfTheKeysWillDo() {
        var rotating = new UserSigVerifier(APP, List.of("new", KEY), at(MADE_AT));
        assertThatCode(() -> rotating.verify(ALICE, "alice")).doesNotThrowAnyException();
        assertThat(code(() -> new UserSigVerifier(APP, List.of("new", "newer"), at(MADE_AT)).verify(ALICE, "alice")))
                .isEqualTo(StableCode.TOKEN_SIGNATURE);
        assertThatIllegalArgumentException().isThrownBy(() -> new UserSigVerifier(APP, List.of(), at(0)));
    }

    @Test
    void refusesAnotherUsersToken() {
        var refused = refusal(() -> verifier.verify(ALICE, "bob"));
        assertThat(refused.described()).isEqualTo("TOKEN_WRONG_USER: token user: found 'alice', expected 'bob'");
        assertThat(refusal(() -> verifier.verify(ALICE, "<script>\n"))).hasMessageContaining("(no valid user id)");
    }

    @Test
    void refusesAnotherApplicationsToken() {
        var sameKey = new UserSigVerifier(APP + 1, List.of(KEY), at(MADE_AT));
        assertThat(code(() -> sameKey.verify(ALICE, "alice"))).isEqualTo(StableCode.TOKEN_WRONG_APP);
    }

    @Test
    void believesNothingBeforeTheSignature() {
        var forged = json("alice", APP + 1, 0, 0, "AAAA");
        assertThat(code(() -> verifier.verify(token(forged), "bob"))).isEqualTo(StableCode.TOKEN_SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n"})
    void tellsThatThereIsNone(String token) {
        assertThat(code(() -> verifier.verify(token, "alice"))).isEqualTo(StableCode.TOKEN_MISSING);
    }

    @Test
    void allowsOneNewlineBehindTheTokenAndNothingElse() {
        assertThatCode(() -> verifier.verify(ALICE + "\n", "alice")).doesNotThrowAnyException();
        for (var wrong : List.of(ALICE + "\n\n", ALICE + " ", " " + ALICE, ALICE + "\r\n", ALICE + "____",
                ALICE + "AAAA")) {
            assertThat(code(() -> verifier.verify(wrong, "alice"))).isEqualTo(StableCode.TOKEN_MALFORMED);
        }
    }

    @Test
    void noTokenCutOrChangedInOnePlacePasses() {
        for (int i = 0; i < ALICE.length(); i++) {
            char other = ALICE.charAt(i) == 'B' ? 'C' : 'B';
            for (var wrong : List.of(ALICE.substring(0, i), ALICE.substring(0, i) + other + ALICE.substring(i + 1))) {
                assertThat(code(() -> verifier.verify(wrong, "alice"))).isIn(StableCode.TOKEN_MALFORMED,
                        StableCode.TOKEN_MISSING, StableCode.TOKEN_SIGNATURE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "abcd", "ab+d", "ab/d", "abc=", "ab_d", "a___", "\u00e9bcd", "eJw_"})
    void keepsToTheAlphabetAndThePadding(String token) {
        assertThat(code(() -> verifier.verify(token, "alice"))).isEqualTo(StableCode.TOKEN_MALFORMED);
    }

    @Test
    void keepsToTheSizes() {
        assertThat(refusal(() -> verifier.verify("A".repeat(4097), "alice"))).hasMessageContaining("4097 characters");
        var padded = signed("alice", APP, MADE_AT, 60);
        var fits = padded + " ".repeat(8192 - padded.length());
        assertThatCode(() -> verifier.verify(token(fits), "alice")).doesNotThrowAnyException();
        assertThat(refusal(() -> verifier.verify(token(fits + " "), "alice")))
                .hasMessageContaining("more than 8192 bytes inflated");
        assertThat(refusal(() -> verifier.verify(token(" ".repeat(1_000_000)), "alice")))
                .hasMessageContaining("more than 8192 bytes inflated");
    }

    @Test
    void keepsToTheFormOfTheJson() {
        var good = signed("alice", APP, MADE_AT, 60);
        assertThatCode(() -> verifier.verify(token(good + "\n"), "alice")).doesNotThrowAnyException();
        assertThatCode(() -> verifier.verify(token(good.replace("{", "{\"other\":true,")), "alice"))
                .doesNotThrowAnyException();
        for (var wrong : List.of("", "[]", "1", "\"x\"", "{", good.substring(1), good + "{}", good + "x",
                good.replace("{", "{\"TLS.ver\":\"2.0\","), good.replace("{", "{\"a\":1,\"a\":2,"),
                good.replace("{", "{\"a\":{},"), good.replace("{", "{\"a\":[1],"), good.replace("2.0", "1.0"),
                good.replace("\"2.0\"", "2.0"), good.replace("\"alice\"", "7"), good.replace("alice", "al ice"),
                good.replace("alice", "a".repeat(33)), good.replace("alice", ""), good.replace(":60,", ":60.0,"),
                good.replace(":60,", ":\"60\","), good.replace(":60,", ":-1,"),
                good.replace(":60,", ":9007199254740993,"), good.replace(":60,", ":99999999999999999999,"),
                good.replace(":60,", ":null,"), good.replace("TLS.expire", "TLS.Expire"),
                good.replace("TLS.sig", "TLS.signature"), good.replace("TLS.ver", "ver"), "\ufeff" + good)) {
            assertThat(code(() -> verifier.verify(token(wrong), "alice"))).as(wrong)
                    .isEqualTo(StableCode.TOKEN_MALFORMED);
        }
        assertThat(code(() -> verifier.verify(TokenText.pack(good.getBytes(StandardCharsets.UTF_16)), "alice")))
                .isEqualTo(StableCode.TOKEN_MALFORMED);
    }

    @Test
    void neverShowsAKeyOrAToken() {
        assertThat(verifier).hasToString("UserSigVerifier[1400000001]");
        var refused = refusal(() -> new UserSigVerifier(APP, List.of("hidden"), at(0)).verify(ALICE, "alice"));
        assertThat(refused.described()).doesNotContain("hidden").doesNotContain(ALICE);
    }

    private static String signed(String user, long app, long time, long expire) {
        return json(user, app, time, expire, TokenSignature.of(new Claims(user, app, time, expire, null), KEY));
    }

    private static String json(String user, long app, long time, long expire, String signature) {
        return new String(ClaimsWriter.json(new Claims(user, app, time, expire, null), signature),
                StandardCharsets.UTF_8);
    }

    private static String token(String json) {
        return TokenText.pack(json.getBytes(StandardCharsets.UTF_8));
    }

    private static StableCode code(Runnable verification) {
        return refusal(verification).code();
    }

    private static ProtocolException refusal(Runnable verification) {
        return catchThrowableOfType(ProtocolException.class, verification::run);
    }
}
