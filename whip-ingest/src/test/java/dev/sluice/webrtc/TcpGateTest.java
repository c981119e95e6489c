package dev.sluice.webrtc;

import dev.sluice.webrtc.dtls.HandshakeLimit;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TcpGateTest {
    private final TcpGate gate = new TcpGate(new WebRtcServer.Limits(3, 4, 2));
    private final SessionTable table = new SessionTable();
    private final TransportMetrics metrics = new TransportMetrics();

    private TcpConnection from(int host) {
        var address = new InetSocketAddress(InetAddress.ofLiteral("192.0.2." + host), 1000 + host);
        return new TcpConnection(new EmbeddedChannel(), address, table, metrics, gate);
    }

    @Test
    void eachLimitRefusesTheNextOneAndALeaverMakesRoom() {
        var first = from(1);
        var second = from(1);
        assertThat(gate.enter(first, 0)).isNull();
        assertThat(gate.enter(second, 0)).isNull();
        assertThat(gate.enter(from(1), 0)).isEqualTo(TcpRefusal.CONNECTIONS_PER_ADDRESS);
        assertThat(gate.enter(from(2), 0)).isNull();
        assertThat(gate.enter(from(3), 0)).isEqualTo(TcpRefusal.HALF_OPEN);
        gate.proven(first);
        assertThat(gate.enter(from(3), 0)).isNull();
        gate.proven(second);
        assertThat(gate.enter(from(4), 0)).isEqualTo(TcpRefusal.CONNECTIONS);
        assertThat(gate.connections()).isEqualTo(4);
        gate.leave(first);
        assertThat(gate.enter(from(1), 0)).isNull();
        assertThat(gate.enter(from(1), 0)).isEqualTo(TcpRefusal.CONNECTIONS);
    }

    @Test
    void whoProvesNothingIsOverdue() {
        var proven = from(1);
        var gone = from(1);
        var idle = from(2);
        gate.enter(proven, 0);
        gate.enter(gone, 0);
        gate.enter(idle, 5);
        gate.proven(proven);
        assertThat(gate.overdue(TcpGate.PROOF_NANOS - 1)).isEmpty();
        assertThat(gate.overdue(TcpGate.PROOF_NANOS)).containsExactly(gone);
        gate.leave(gone);
        assertThat(gate.overdue(TcpGate.PROOF_NANOS + 5)).containsExactly(idle);
    }

    @Test
    void refusalsAreCountedByReason() {
        var registry = new SimpleMeterRegistry();
        metrics.bind(registry, table, new HandshakeLimit(1));
        metrics.bindTcp(registry, gate);
        gate.enter(from(1), 0);
        from(2).refuse(TcpRefusal.NO_CHECK);
        assertThat(registry.get("sluice.webrtc.tcp.connections").gauge().value()).isOne();
        for (var reason : TcpRefusal.values()) {
            assertThat(registry.get("sluice.webrtc.tcp.refused").tag("reason", reason.name()).functionCounter().count())
                    .isEqualTo(reason == TcpRefusal.NO_CHECK ? 1 : 0);
        }
    }
}
