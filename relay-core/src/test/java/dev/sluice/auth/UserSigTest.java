package dev.sluice.auth;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.sluice.auth.TokenVectors.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class UserSigTest {
    static List<TokenVectors.Vector> userSigs() {
        return TokenVectors.userSigs();
    }

    @ParameterizedTest
    @MethodSource("userSigs")
    void saysAndSignsWhatTheOfficialGeneratorsSayAndSign(TokenVectors.Vector vector) throws IOException {
        var token = UserSig.sign(vector.number("TLS.sdkappid"), vector.user(), KEY,
                Instant.ofEpochSecond(vector.number("TLS.time")), Duration.ofSeconds(vector.number("TLS.expire")));
        assertThat(new ObjectMapper().readTree(TokenText.unpack(token)).toString().length())
                .isEqualTo(vector.json().toString().length());
        assertThat(ClaimsReader.read(TokenText.unpack(token)))
                .isEqualTo(ClaimsReader.read(TokenText.unpack(vector.token())));
        assertThat(token).matches("[A-Za-z0-9*-]+_{0,2}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\nTLS.sdkappid:1", "a234567890123456789012345678901_3"})
    void signsForValidUsersOnly(String userId) {
        var refused = catchThrowableOfType(ProtocolException.class,
                () -> UserSig.sign(1, userId, KEY, Instant.EPOCH, Duration.ofDays(1)));
        assertThat(refused.code()).isEqualTo(StableCode.USER_INVALID);
    }

    @Test
    void theKeyIsUsedAsText() {
        var claims = new Claims("alice", 1, 2, 3, null);
        assertThat(new String(claims.content(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("TLS.identifier:alice\nTLS.sdkappid:1\nTLS.time:2\nTLS.expire:3\n");
        assertThat(TokenSignature.of(claims, "00ff")).isNotEqualTo(TokenSignature.of(claims, "00FF"));
    }
}
