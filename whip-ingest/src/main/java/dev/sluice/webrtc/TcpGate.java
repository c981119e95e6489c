package dev.sluice.webrtc;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Counts ICE-TCP connections, says which are too many and which prove nothing for too long. Touched at accept, first valid
 * check, tick and close only, from any loop.
 */
final class TcpGate {
    static final long PROOF_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final WebRtcServer.Limits limits;
    private final Map<InetAddress, Integer> perAddress = new HashMap<>();
    /** When each was accepted, the oldest first. */
    private final Map<TcpConnection, Long> halfOpen = new LinkedHashMap<>();
    private int total;

    TcpGate(WebRtcServer.Limits limits) {
        this.limits = limits;
    }

    /** Null: it is in, and {@linkplain #leave leaves} once. Else why it is one too many. */
    synchronized @Nullable TcpRefusal enter(TcpConnection connection, long now) {
        if (total >= limits.connections()) {
            return TcpRefusal.CONNECTIONS;
        }
        if (perAddress.getOrDefault(connection.host(), 0) >= limits.connectionsPerAddress()) {
            return TcpRefusal.CONNECTIONS_PER_ADDRESS;
        }
        if (halfOpen.size() >= limits.handshakesHalfOpen()) {
            return TcpRefusal.HALF_OPEN;
        }
        total++;
        perAddress.merge(connection.host(), 1, Integer::sum);
        halfOpen.put(connection, now);
        return null;
    }

    /** It belongs to a session now. */
    synchronized void proven(TcpConnection connection) {
        halfOpen.remove(connection);
    }

    synchronized void leave(TcpConnection connection) {
        total--;
        perAddress.computeIfPresent(connection.host(), (_, count) -> count == 1 ? null : count - 1);
        halfOpen.remove(connection);
    }

    /** Those whose time to prove something is over. */
    synchronized List<TcpConnection> overdue(long now) {
        var overdue = new ArrayList<TcpConnection>();
        for (var entry : halfOpen.entrySet()) {
            if (now - entry.getValue() < PROOF_NANOS) {
                break;
            }
            overdue.add(entry.getKey());
        }
        return overdue;
    }

    synchronized int connections() {
        return total;
    }
}
