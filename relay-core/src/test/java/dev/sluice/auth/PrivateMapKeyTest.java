package dev.sluice.auth;

import dev.sluice.room.RoomId;
import dev.sluice.runtime.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.sluice.auth.TokenVectors.APP;
import static dev.sluice.auth.TokenVectors.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class PrivateMapKeyTest {
    static List<TokenVectors.Vector> tickets() {
        return TokenVectors.tickets();
    }

    @ParameterizedTest
    @MethodSource("tickets")
    void readsAndWritesTheTicketsOfTheOfficialGenerators(TokenVectors.Vector vector) {
        var ticket = Userbuf.read(buffer(vector.userbufHex()));
        assertThat(ticket.userId()).isEqualTo(vector.userbuf().get("account").asText());
        assertThat(ticket.sdkAppId()).isEqualTo(vector.userbuf().get("sdkappid").asLong());
        assertThat(ticket.expiresAt()).isEqualTo(vector.userbuf().get("expireAt").asLong());
        assertThat(Privilege.map(ticket.privileges())).isEqualTo(vector.userbuf().get("privilege").asInt());
        assertThat(ticket.room().text()).isEqualTo(ticket.room() instanceof RoomId.Named
                ? vector.userbuf().get("roomStr").asText()
                : vector.userbuf().get("authId").asText());
        assertThat(HexFormat.of().formatHex(Userbuf.write(ticket))).isEqualTo(vector.userbufHex());
    }

    @ParameterizedTest
    @MethodSource("tickets")
    void signsAsTheOfficialGeneratorsDo(TokenVectors.Vector vector) {
        var ticket = Userbuf.read(buffer(vector.userbufHex()));
        var token = PrivateMapKey.sign(APP, vector.user(), ticket.room(), ticket.privileges(), KEY,
                Instant.ofEpochSecond(vector.number("TLS.time")), Duration.ofSeconds(vector.number("TLS.expire")));
        assertThat(ClaimsReader.read(TokenText.unpack(token)))
                .isEqualTo(ClaimsReader.read(TokenText.unpack(vector.token())));
    }

    @ParameterizedTest
    @MethodSource("tickets")
    void refusesEveryCutTicket(TokenVectors.Vector vector) {
        var whole = buffer(vector.userbufHex());
        for (int length = 0; length < whole.readableBytes(); length++) {
            int cut = length;
            assertThat(catchThrowableOfType(ProtocolException.class, () -> Userbuf.read(whole.slice(0, cut))))
                    .isNotNull();
        }
        var longer = buffer(vector.userbufHex() + "00");
        assertThat(catchThrowableOfType(ProtocolException.class, () -> Userbuf.read(longer)))
                .hasMessageContaining("1 bytes behind its end");
    }

    @Test
    void holdsTheLargestIntegerRoom() {
        var room = new RoomId.Numeric(4_294_967_294L);
        var ticket = new PrivateMapKey("u", 0xffff_ffffL, room, 0xffff_ffffL,
                Set.of(Privilege.SEND_AUDIO, Privilege.SEND_VIDEO));
        assertThat(Userbuf.read(Unpooled.wrappedBuffer(Userbuf.write(ticket)))).isEqualTo(ticket);
    }

    @Test
    void doesNotWrapItsExpiry() {
        assertThatIllegalArgumentException().isThrownBy(() -> PrivateMapKey.sign(APP, "alice", RoomId.named("r"),
                EnumSet.allOf(Privilege.class), KEY, Instant.parse("2026-01-01T00:00:00Z"), Duration.ofDays(36_500)))
                .withMessageContaining("2106-02-07");
    }

    @Test
    void privilegesAreBits() {
        assertThat(Privilege.of(42)).containsExactlyInAnyOrder(Privilege.ENTER_ROOM, Privilege.RECEIVE_AUDIO,
                Privilege.RECEIVE_VIDEO);
        assertThat(Privilege.map(EnumSet.allOf(Privilege.class))).isEqualTo(255);
        assertThat(Privilege.of(0xff00)).isEmpty();
    }

    private static ByteBuf buffer(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
    }
}
