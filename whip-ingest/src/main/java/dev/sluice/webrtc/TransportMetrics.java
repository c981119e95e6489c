package dev.sluice.webrtc;

import dev.sluice.runtime.DropReason;
import dev.sluice.webrtc.dtls.HandshakeLimit;
import dev.sluice.webrtc.ice.Path;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts per packet without allocating; the registry reads the sums when it is scraped. Shared by all loops. */
final class TransportMetrics {
    private static final String DROPPED = "sluice.webrtc.dropped";
    private static final String BY_PATH = "sluice.webrtc.sessions.by.path";
    private static final String HANDSHAKES = "sluice.dtls.handshakes";

    // Filled once, only read afterwards.
    private final Map<DropReason, LongAdder> dropped = new EnumMap<>(DropReason.class);
    private final Map<TcpRefusal, LongAdder> refused = new EnumMap<>(TcpRefusal.class);
    private final LongAdder overUdp = new LongAdder();
    private final LongAdder overTcp = new LongAdder();
    private final LongAdder notConnected = new LongAdder();
    private final LongAdder packetsSent = new LongAdder();
    private final LongAdder bytesSent = new LongAdder();

    TransportMetrics() {
        for (var reason : DropReason.values()) {
            dropped.put(reason, new LongAdder());
        }
        for (var reason : TcpRefusal.values()) {
            refused.put(reason, new LongAdder());
        }
    }

    void drop(DropReason reason) {
        counter(reason).increment();
    }

    /** A packet was written to a peer that has no keys yet, or no longer. */
    void dropNotConnected() {
        notConnected.increment();
    }

    /** An ICE-TCP connection was closed. */
    void refused(TcpRefusal reason) {
        counter(reason).increment();
    }

    /** A session is sent to by another path. */
    void moved(@Nullable Path from, @Nullable Path to) {
        count(from, -1);
        count(to, 1);
    }

    private void count(@Nullable Path path, int sessions) {
        switch (path) {
            case null -> {
            }
            case Path.Udp _ -> overUdp.add(sessions);
            case Path.Tcp _ -> overTcp.add(sessions);
        }
    }

    void sent(int packets, int bytes) {
        packetsSent.add(packets);
        bytesSent.add(bytes);
    }

    long dropped(DropReason reason) {
        return counter(reason).sum();
    }

    private LongAdder counter(DropReason reason) {
        return Objects.requireNonNull(dropped.get(reason));
    }

    private LongAdder counter(TcpRefusal reason) {
        return Objects.requireNonNull(refused.get(reason));
    }

    void bind(MeterRegistry registry, SessionTable table, HandshakeLimit handshakes) {
        Gauge.builder("sluice.webrtc.sessions", table, SessionTable::sessions).register(registry);
        Gauge.builder("sluice.webrtc.ufrags", table, SessionTable::ufrags).register(registry);
        Gauge.builder("sluice.webrtc.addresses", table, SessionTable::addresses).register(registry);
        Gauge.builder(BY_PATH, overUdp, LongAdder::sum).tag("path", "udp").register(registry);
        Gauge.builder(BY_PATH, overTcp, LongAdder::sum).tag("path", "tcp").register(registry);
        for (var reason : DropReason.values()) {
            FunctionCounter.builder(DROPPED, counter(reason), LongAdder::sum).tag("reason", reason.name())
                    .register(registry);
        }
        FunctionCounter.builder(DROPPED, notConnected, LongAdder::sum).tag("reason", "NOT_CONNECTED")
                .register(registry);
        FunctionCounter.builder("sluice.webrtc.packets.sent", packetsSent, LongAdder::sum).register(registry);
        FunctionCounter.builder("sluice.webrtc.bytes.sent", bytesSent, LongAdder::sum).register(registry);
        FunctionCounter.builder(HANDSHAKES, handshakes, HandshakeLimit::established).tag("result", "established")
                .register(registry);
        FunctionCounter.builder(HANDSHAKES, handshakes, HandshakeLimit::failed).tag("result", "failed")
                .register(registry);
        FunctionCounter.builder(HANDSHAKES, handshakes, HandshakeLimit::refused).tag("result", "refused")
                .register(registry);
    }

    void bindTcp(MeterRegistry registry, TcpGate gate) {
        Gauge.builder("sluice.webrtc.tcp.connections", gate, TcpGate::connections).register(registry);
        for (var reason : TcpRefusal.values()) {
            FunctionCounter.builder("sluice.webrtc.tcp.refused", counter(reason), LongAdder::sum)
                    .tag("reason", reason.name()).register(registry);
        }
    }
}
