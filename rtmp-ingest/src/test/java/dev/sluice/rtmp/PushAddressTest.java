package dev.sluice.rtmp;

import dev.sluice.room.RoomId;
import dev.sluice.room.RoomKey;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PushAddressTest {
    private static final String QUERY = "sdkappid=1400000001&userid=alice&usersig=a-b*c_";

    @ParameterizedTest
    @CsvSource({
            "push,             rtmp://h/push,              room1?" + QUERY,
            "push/,            rtmp://h/push/,             room1?" + QUERY,
            "push?" + QUERY + ",  rtmp://h/push?" + QUERY + ",   room1",
            "push/?" + QUERY + ", rtmp://h/push/?" + QUERY + ",  room1",
            "push,             rtmp://h/push?" + QUERY + ",   room1",
            "push?sdkappid=1400000001, rtmp://h/push?sdkappid=1400000001, room1?usersig=a-b*c_&userid=alice",
            "push,             rtmp://h/push,              room1?x=1&x=2&&y&" + QUERY,
            "push,             rtmp://h/push,              room1?%75serid=bob&" + QUERY,
            "push,             rtmp://h/push,              room1?sdkappid=140000000%31&userid=%61lice&usersig=a%2Db%2ac_"})
    void findsTheQueryWhereverItIs(String app, String tcUrl, String streamName) {
        PushAddress.checkApplication(app);
        assertThat(PushAddress.parse(app, tcUrl, streamName))
                .isEqualTo(new PushAddress(new RoomKey(1_400_000_001L, RoomId.named("room1")), "alice", "a-b*c_",
                        Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
            "room-1?" + QUERY + ", ROOM_INVALID, room-1",
            "room 1?" + QUERY + ", ROOM_INVALID, room?1",
            "?" + QUERY + ", ROOM_INVALID, nothing",
            "room1/x?" + QUERY + ", ROOM_INVALID, room1/x",
            "room1?userid=a&usersig=s, APP_UNKNOWN, sdkappid",
            "room1?sdkappid=x&userid=a&usersig=s, APP_UNKNOWN, sdkappid",
            "room1?sdkappid=12345678901&userid=a&usersig=s, APP_UNKNOWN, sdkappid",
            "room1?sdkappid=1&usersig=s, USER_INVALID, userid",
            "room1?sdkappid=1&userid=a.b&usersig=s, USER_INVALID, userid",
            "room1?sdkappid=1&userid=a+b&usersig=s, USER_INVALID, 'a+b'",
            "room1?sdkappid=1&sdkappid=1&userid=a&usersig=s, APP_UNKNOWN, it twice",
            "room1?sdkappid=1&userid=a&userid=b&usersig=s, USER_INVALID, parameter userid",
            "room1?sdkappid=1&userid=a&usersig=s&usersig=t, TOKEN_MALFORMED, parameter usersig",
            "room1?sdkappid=1&userid=a&usersig=, TOKEN_MALFORMED, parameter usersig",
            "room1?sdkappid=1&userid=a&usersig, TOKEN_MALFORMED, parameter usersig",
            "room1?sdkappid=1&userid=a&usersig=%4, TOKEN_MALFORMED, %XX",
            "room1?sdkappid=1&userid=a&usersig=%4g, TOKEN_MALFORMED, %XX",
            "room1?sdkappid=1&userid=a&usersig=s&privatemapkey=, TOKEN_MALFORMED, parameter privatemapkey",
            "room1?privatemapkey=a&sdkappid=1&userid=a&usersig=s&privatemapkey=a, TOKEN_MALFORMED, it twice"})
    void namesWhatIsWrong(String streamName, StableCode code, String said) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> PushAddress.parse("push", "rtmp://h/push", streamName)).withMessageContaining(said)
                .extracting(ProtocolException::code).isEqualTo(code);
    }

    @Test
    void aParameterInBothPlacesIsTwice() {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> PushAddress.parse("push?userid=a", "rtmp://h/push?userid=a", "room1?userid=a"))
                .withMessageContaining("twice");
    }

    @Test
    void aTicketMayStandThereAndIsNotShown() {
        var address = PushAddress.parse("push?privatemapkey=t%2Dic*ket_", "", "room1?" + QUERY);
        assertThat(address.privateMapKey()).contains("t-ic*ket_");
        assertThat(address.toString()).doesNotContain("ket_");
    }

    @Test
    void withoutASignatureTheDoorSaysSo() {
        assertThat(PushAddress.parse("push", "", "room1?sdkappid=1&userid=a").userSig()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"live", "", "push//", "push/x", "Push", "/push"})
    void anotherApplicationIsRefused(String app) {
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> PushAddress.checkApplication(app))
                .withMessageContaining("'push'");
    }

    @Test
    void noSecretIsShown() {
        var address = PushAddress.parse("push", "", "room1?" + QUERY);
        assertThat(address.toString()).doesNotContain("a-b*c_");
        assertThatCode(() -> PushAddress.parse("push", "", "room1?sdkappid=1&userid=a&usersig=SECRET%"))
                .hasMessageNotContaining("SECRET");
    }
}
