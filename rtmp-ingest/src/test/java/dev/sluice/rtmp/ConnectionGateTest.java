package dev.sluice.rtmp;

import dev.sluice.runtime.StableCode;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectionGateTest {
    private final ConnectionGate gate = new ConnectionGate(new RtmpLimits(3, 2, 4, RtmpLimits.DEFAULT.chunks(),
            RtmpLimits.DEFAULT.amf(), Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO));

    private ConnectionGate.Slot enter(int address) throws Exception {
        return Objects.requireNonNull(gate.enter(InetAddress.getByAddress(new byte[]{10, 0, 0, (byte) address})));
    }

    private static String refusal(ConnectionGate.Slot slot) {
        var refusal = slot.refusal();
        if (refusal == null) {
            return "none";
        }
        assertThat(refusal.code()).isEqualTo(StableCode.LIMIT_EXCEEDED);
        return String.valueOf(refusal.getMessage()).replaceAll(":.*", "");
    }

    @Test
    void oneAddressHasItsShare() throws Exception {
        enter(1);
        var second = enter(1);
        assertThat(refusal(enter(1))).isEqualTo("connectionsPerAddress");
        assertThat(refusal(enter(2))).as("another is not touched").isEqualTo("none");
        second.leave();
        assertThat(refusal(enter(1))).isEqualTo("none");
    }

    @Test
    void allHaveTheirShare() throws Exception {
        enter(1).handshaken();
        enter(2).handshaken();
        enter(3).handshaken();
        assertThat(refusal(enter(4))).isEqualTo("connections");
        assertThat(gate.connections()).isEqualTo(3);
    }

    @Test
    void beyondTheHalfOpenNobodyIsHeard() throws Exception {
        enter(1);
        enter(1);
        var surplus = enter(1);
        enter(2);
        assertThat(gate.enter(InetAddress.getLoopbackAddress())).isNull();
        surplus.handshaken();
        assertThat(gate.halfOpen()).as("one that is to be refused stays half open").isEqualTo(4);
        surplus.leave();
        surplus.leave();
        assertThat(gate.halfOpen()).isEqualTo(3);
        assertThat(gate.connections()).isEqualTo(3);
    }
}
