package dev.sluice.auth;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.room.RoomId;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.sluice.auth.TokenVectors.KEY;
import static dev.sluice.auth.TokenVectors.MADE_AT;
import static org.assertj.core.api.Assertions.assertThat;

class UserSigFuzzTest {
    private static final Set<StableCode> REFUSALS = Set.of(StableCode.TOKEN_MISSING, StableCode.TOKEN_MALFORMED,
            StableCode.TOKEN_SIGNATURE, StableCode.TOKEN_EXPIRED);
    private static final Set<StableCode> TICKET_REFUSALS = Set.of(StableCode.TOKEN_MISSING, StableCode.TOKEN_MALFORMED,
            StableCode.TOKEN_SIGNATURE, StableCode.TOKEN_WRONG_USER, StableCode.PRIVILEGE_MISSING);

    static Stream<byte[]> tokens() {
        return TokenVectors.all().stream().map(vector -> vector.token().getBytes(StandardCharsets.UTF_8));
    }

    static Stream<byte[]> contents() {
        return TokenVectors.all().stream().map(vector -> TokenText.unpack(vector.token()));
    }

    static Stream<byte[]> tickets() {
        return TokenVectors.tickets().stream().map(vector -> java.util.HexFormat.of().parseHex(vector.userbufHex()));
    }

    @MethodSource("tokens")
    @FuzzTest(maxDuration = "5s")
    void verifies(byte[] text) {
        check(new String(text, StandardCharsets.UTF_8));
    }

    @MethodSource("contents")
    @FuzzTest(maxDuration = "5s")
    void verifiesWhatWasPackedWell(byte[] content) {
        check(TokenText.pack(content));
    }

    @MethodSource("tickets")
    @FuzzTest(maxDuration = "5s")
    void readsTickets(byte[] userbuf) {
        try {
            var ticket = Userbuf.read(Unpooled.wrappedBuffer(userbuf));
            assertThat(Userbuf.read(Unpooled.wrappedBuffer(Userbuf.write(ticket)))).isEqualTo(ticket);
        } catch (ProtocolException refused) {
            assertThat(refused.code()).isIn(StableCode.TOKEN_MALFORMED, StableCode.ROOM_INVALID,
                    StableCode.USER_INVALID);
        }
    }

    @MethodSource("tokens")
    @FuzzTest(maxDuration = "5s")
    void verifiesTickets(byte[] text) {
        var token = new String(text, StandardCharsets.UTF_8);
        var verifier = new PrivateMapKeyVerifier(TokenVectors.APP, List.of(KEY), TokenVectors.at(MADE_AT));
        try {
            var privileges = verifier.verify(token, "alice", RoomId.numeric("12345"));
            assertThat(Privilege.map(privileges)).isEqualTo(255);
        } catch (ProtocolException refused) {
            assertThat(refused.code()).isIn(TICKET_REFUSALS);
            assertThat(refused.described()).doesNotContain(KEY).hasSizeLessThan(300);
        }
    }

    /** Nothing gets in but what the key signed, and no refusal repeats the token or the key. */
    private static void check(String token) {
        try {
            var user = TokenVectors.verifierAt(MADE_AT).identifier(token);
            assertThat(TokenVectors.userSigs()).extracting(TokenVectors.Vector::user).contains(user);
        } catch (ProtocolException refused) {
            assertThat(refused.code()).isIn(REFUSALS);
            assertThat(refused.described()).doesNotContain(KEY).hasSizeLessThan(300);
            assertThat(token.length() > 16 && refused.described().contains(token)).isFalse();
        }
    }
}
