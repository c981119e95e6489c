package dev.sluice.webrtc;

import dev.sluice.runtime.DropReason;
import dev.sluice.webrtc.dtls.HandshakeLimit;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counts per packet without allocating; the registry reads the sums when it is scraped. Shared by all loops. */
final class TransportMetrics {
    private static final String DROPPED = "sluice.webrtc.dropped";
    private static final String HANDSHAKES = "sluice.dtls.handshakes";

    // Filled once, only read afterwards.
    private final Map<DropReason, LongAdder> dropped = new EnumMap<>(DropReason.class);
    private final LongAdder notConnected = new LongAdder();
    private final LongAdder packetsSent = new LongAdder();
    private final LongAdder bytesSent = new LongAdder();

    TransportMetrics() {
        for (var reason : DropReason.values()) {
            dropped.put(reason, new LongAdder());
        }
    }

    void drop(DropReason reason) {
        counter(reason).increment();
    }

    /** A packet was written to a peer that has no keys yet, or no longer. */
    void dropNotConnected() {
        notConnected.increment();
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

    void bind(MeterRegistry registry, SessionTable sessions, HandshakeLimit handshakes) {
        Gauge.builder("sluice.webrtc.sessions", sessions, SessionTable::size).register(registry);
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
}
