package dev.sluice.auth;

import dev.sluice.room.RoomId;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.sluice.auth.TokenVectors.APP;
import static dev.sluice.auth.TokenVectors.KEY;
import static dev.sluice.auth.TokenVectors.MADE_AT;
import static dev.sluice.auth.TokenVectors.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class PrivateMapKeyVerifierTest {
    private static final RoomId ROOM = RoomId.named("123");
    private static final Set<Privilege> ENTER = Set.of(Privilege.ENTER_ROOM);
    private static final long HUNDRED_YEARS = 3_153_600_000L;

    private final PrivateMapKeyVerifier verifier = verifierAt(MADE_AT);

    private static PrivateMapKeyVerifier verifierAt(long epochSecond) {
        return new PrivateMapKeyVerifier(APP, List.of("newer", KEY), at(epochSecond));
    }

    static List<TokenVectors.Vector> tickets() {
        return TokenVectors.tickets();
    }

    static List<TokenVectors.Vector> userSigs() {
        return TokenVectors.userSigs();
    }

    private static RoomId room(TokenVectors.Vector vector) {
        return vector.userbuf().get("ver").asInt() == 1
                ? RoomId.named(vector.userbuf().get("roomStr").asText())
                : RoomId.numeric(vector.userbuf().get("authId").asText());
    }

    @ParameterizedTest
    @MethodSource("tickets")
    void takesWhatTheOfficialGeneratorsMakeUpToItsLastSecond(TokenVectors.Vector vector) {
        long last = vector.userbuf().get("expireAt").asLong();
        assertThat(Privilege.map(verifierAt(last).verify(vector.token(), vector.user(), room(vector))))
                .isEqualTo(vector.userbuf().get("privilege").asInt());
        assertThat(refusal(verifierAt(last + 1), vector.token(), vector.user(), room(vector)).code())
                .isEqualTo(StableCode.TOKEN_EXPIRED);
    }

    @ParameterizedTest
    @MethodSource("userSigs")
    void refusesAUserSig(TokenVectors.Vector vector) {
        var refused = refusal(verifierAt(vector.number("TLS.time")), vector.token(), vector.user(), ROOM);
        assertThat(refused.described()).isEqualTo("TOKEN_MALFORMED: PrivateMapKey: token kind:"
                + " found a UserSig (without TLS.userbuf), expected a PrivateMapKey");
    }

    @Test
    void eachTicketThatDoesNotFitIsRefusedWithItsReason() {
        refuses(signed(APP, "bob", ROOM, KEY), StableCode.TOKEN_WRONG_USER,
                "token user: found 'bob', expected 'alice'");
        refuses(signed(APP + 1, "alice", ROOM, KEY), StableCode.TOKEN_WRONG_APP, "found 1400000002");
        refuses(signed(APP, "alice", ROOM, "another"), StableCode.TOKEN_SIGNATURE, "one by another key");
        refuses(signed(APP, "alice", RoomId.numeric("123"), KEY), StableCode.PRIVILEGE_MISSING,
                "room: found the integer room 123, expected the string room '123'");
        refuses(signed(APP, "alice", RoomId.named("124"), KEY), StableCode.PRIVILEGE_MISSING,
                "room: found the string room '124', expected");
        refuses("", StableCode.TOKEN_MISSING, "found none");
        refuses("abc", StableCode.TOKEN_MALFORMED, "token text");
        assertThat(refusal(verifier, signed(APP, "alice", ROOM, KEY), "alice", RoomId.numeric("123")))
                .hasMessageContaining("expected the integer room 123");
    }

    /** What the envelope says must be said by the ticket inside, too. */
    @ParameterizedTest
    @CsvSource({"bob, 1400000001, 123, 1714564860, TOKEN_WRONG_USER",
            "alice, 1400000002, 123, 1714564860, TOKEN_WRONG_APP",
            "alice, 1400000001, 1234, 1714564860, PRIVILEGE_MISSING",
            "alice, 1400000001, 123, 1714564799, TOKEN_EXPIRED"})
    void believesTheTicketInsideNoLessThanItsEnvelope(String user, long app, String room, long expiresAt,
            StableCode code) {
        var ticket = new PrivateMapKey(user, app, RoomId.named(room), expiresAt, ENTER);
        refuses(enveloped(Userbuf.write(ticket), 60), code, "");
    }

    @Test
    void theEnvelopeMustHoldAsWell() {
        var ticket = Userbuf.write(new PrivateMapKey("alice", APP, ROOM, MADE_AT + 3_600, ENTER));
        assertThat(verifierAt(MADE_AT + 60).verify(enveloped(ticket, 60), "alice", ROOM)).isEqualTo(ENTER);
        assertThat(refusal(verifierAt(MADE_AT + 61), enveloped(ticket, 60), "alice", ROOM).code())
                .isEqualTo(StableCode.TOKEN_EXPIRED);
    }

    @Test
    void saysWhyATicketForAHundredYearsHasExpired() {
        long wrapped = (MADE_AT + HUNDRED_YEARS) & 0xffff_ffffL;
        assertThat(wrapped).isEqualTo(573_197_504L);
        var ticket = Userbuf.write(new PrivateMapKey("alice", APP, ROOM, wrapped, ENTER));
        refuses(enveloped(ticket, HUNDRED_YEARS), StableCode.TOKEN_EXPIRED, "ticket expiry: found 1988-03-01T05:31:44Z,"
                + " which is 2124-04-07T12:00:00Z wrapped to 32 bits, expected at most 2106-02-07T06:28:15Z");
    }

    @Test
    void takesUserbufsThatAreBrokenIntoLinesAndNoOthers() {
        var userbuf = Userbuf.write(new PrivateMapKey("alice", APP, ROOM, MADE_AT + 60, ENTER));
        var lines = Base64.getMimeEncoder(8, new byte[]{'\n'}).encodeToString(userbuf);
        assertThat(verifier.verify(token(lines, 60), "alice", ROOM)).isEqualTo(ENTER);
        refuses(token("AAA=A", 60), StableCode.TOKEN_MALFORMED, "wrong padding");
        refuses(token("", 60), StableCode.TOKEN_MALFORMED, "fewer bytes");
        refuses(token("AgAA", 60), StableCode.TOKEN_MALFORMED, "version 2");
    }

    /** The Node.js generator makes such of an empty room. */
    @Test
    void aTicketForARoomThatCannotBeIsMalformed() {
        var userbuf = Userbuf.write(new PrivateMapKey("alice", APP, RoomId.named("x"), MADE_AT + 60, ENTER));
        userbuf[userbuf.length - 1] = '/';
        refuses(enveloped(userbuf, 60), StableCode.TOKEN_MALFORMED, "room id");
    }

    @Test
    void neverShowsAKeyOrAToken() {
        assertThat(verifier).hasToString("PrivateMapKeyVerifier[1400000001]");
        var token = signed(APP, "bob", ROOM, KEY);
        assertThat(refusal(verifier, token, "alice", ROOM).described()).doesNotContain(token).doesNotContain(KEY);
    }

    private void refuses(String token, StableCode code, String said) {
        var refused = refusal(verifier, token, "alice", ROOM);
        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused).hasMessageStartingWith("PrivateMapKey: ").hasMessageContaining(said);
    }

    private static ProtocolException refusal(PrivateMapKeyVerifier verifier, String token, String user, RoomId room) {
        return catchThrowableOfType(ProtocolException.class, () -> verifier.verify(token, user, room));
    }

    private static String signed(long app, String user, RoomId room, String key) {
        return PrivateMapKey.sign(app, user, room, EnumSet.allOf(Privilege.class), key, Instant.ofEpochSecond(MADE_AT),
                Duration.ofSeconds(60));
    }

    /** Alice's, whatever is inside. */
    private static String enveloped(byte[] userbuf, long expire) {
        return token(Base64.getEncoder().encodeToString(userbuf), expire);
    }

    private static String token(String userbuf, long expire) {
        var claims = new Claims("alice", APP, MADE_AT, expire, userbuf);
        return TokenText.pack(ClaimsWriter.json(claims, TokenSignature.of(claims, KEY)));
    }
}
