package dev.sluice.webrtc.http;

import dev.sluice.room.RoomId;
import dev.sluice.room.RoomKey;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.testkit.FakeClock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SessionsTest {
    private final FakeClock clock = new FakeClock();
    private final Sessions<Named> sessions = new Sessions<>("whip", clock);

    private record Named(String id) implements Session {
        @Override
        public RoomKey room() {
            return new RoomKey(1, RoomId.named("room"));
        }

        @Override
        public String userId() {
            return "adam";
        }

        @Override
        public void leave(ProtocolException reason) {}
    }

    @SuppressWarnings("NullAway") // What an entry reaches does not matter here.
    private Sessions.Entry<Named> add(String id) {
        return sessions.add(new Named(id), null);
    }

    private StableCode refusal(String key) {
        try {
            sessions.require(key);
        } catch (ProtocolException refused) {
            return refused.code();
        }
        throw new AssertionError("the session lives");
    }

    @Test
    void aSessionIsFoundByItsKeyAndItsId() {
        var one = add("one");
        add("two");
        assertThat(sessions.require(one.key())).isEqualTo(one);
        assertThat(sessions.find("one")).contains(one.session());
        assertThat(sessions.find("three")).isEmpty();
        assertThat(sessions.all()).hasSize(2);
        assertThat(one.key()).hasSize(32);
        assertThat(one.toString()).doesNotContain(one.key());
    }

    @Test
    void whyWeEndedItIsToldForAMinute() {
        var entry = add("one");
        sessions.remove(entry, StableCode.B_FRAMES, "turn them off");
        assertThat(sessions.all()).isEmpty();
        clock.advanceMillis(60_000);
        assertThat(refusal(entry.key())).isEqualTo(StableCode.B_FRAMES);
        assertThatThrownBy(() -> sessions.require(entry.key())).hasMessage("turn them off");
        clock.advanceMillis(1);
        assertThat(refusal(entry.key())).isEqualTo(StableCode.SESSION_UNKNOWN);
    }

    @Test
    void whatThePeerEndedIsUnknown() {
        var left = add("one");
        sessions.forget(left);
        sessions.remove(left, StableCode.TAKEN_OVER, "too late to matter");
        assertThat(refusal(left.key())).isEqualTo(StableCode.SESSION_UNKNOWN);
        var closed = add("two");
        sessions.remove(closed, StableCode.PEER_CLOSED, "close_notify");
        assertThat(refusal(closed.key())).isEqualTo(StableCode.SESSION_UNKNOWN);
    }

    @Test
    void whatIsKeptIsBounded() {
        var keys = IntStream.range(0, 10_001).mapToObj(i -> {
            var entry = add("s" + i);
            sessions.remove(entry, StableCode.REMOVED, "by the operator");
            return entry.key();
        }).toList();
        assertThat(refusal(keys.getFirst())).isEqualTo(StableCode.SESSION_UNKNOWN);
        assertThat(refusal(keys.get(1))).isEqualTo(StableCode.REMOVED);
    }

    @ParameterizedTest
    @EnumSource(names = {"ICE_TIMEOUT", "DTLS_FAILED", "IDLE_TIMEOUT", "PEER_CLOSED"})
    void aTransportThatEndedIsNoFaultOfOurs(StableCode code) {
        assertThat(Problem.of(new ProtocolException(code, "it ended")).status()).isEqualTo(404);
    }
}
