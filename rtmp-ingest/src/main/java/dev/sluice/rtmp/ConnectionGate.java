package dev.sluice.rtmp;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts connections and says which are too many. One beyond the limit of connections is still heard through its
 * handshake, so that it can be told why; it counts as half open for as long as it lasts. Touched at accept, handshake
 * and close only, from any loop.
 */
final class ConnectionGate {
    private final RtmpLimits limits;
    private final Map<InetAddress, Integer> perAddress = new HashMap<>();
    private int total;
    private int halfOpen;

    ConnectionGate(RtmpLimits limits) {
        this.limits = limits;
    }

    /** One connection's place. */
    final class Slot {
        private final InetAddress address;
        private final @Nullable ProtocolException refusal;
        private boolean open;
        private boolean handshaking = true;

        private Slot(InetAddress address, @Nullable ProtocolException refusal) {
            this.address = address;
            this.refusal = refusal;
            this.open = refusal == null;
        }

        /** Why this connection is one too many; null if it is not. */
        @Nullable
        ProtocolException refusal() {
            return refusal;
        }

        void handshaken() {
            if (refusal == null) {
                endHandshake(this);
            }
        }

        /** Idempotent. */
        void leave() {
            endHandshake(this);
            leaveOnce(this);
        }
    }

    /** The place of a new connection; null if it is to be closed unheard. */
    synchronized @Nullable Slot enter(InetAddress address) {
        if (halfOpen >= limits.handshakesHalfOpen()) {
            return null;
        }
        var refusal = refusal(address);
        halfOpen++;
        if (refusal == null) {
            total++;
            perAddress.merge(address, 1, Integer::sum);
        }
        return new Slot(address, refusal);
    }

    synchronized int connections() {
        return total;
    }

    synchronized int halfOpen() {
        return halfOpen;
    }

    private @Nullable ProtocolException refusal(InetAddress address) {
        if (total >= limits.connections()) {
            return new ProtocolException(StableCode.LIMIT_EXCEEDED,
                    "connections: the relay has its " + limits.connections() + " RTMP connections already");
        }
        if (perAddress.getOrDefault(address, 0) >= limits.connectionsPerAddress()) {
            return new ProtocolException(StableCode.LIMIT_EXCEEDED, "connectionsPerAddress: this address has its "
                    + limits.connectionsPerAddress() + " RTMP connections already");
        }
        return null;
    }

    private synchronized void endHandshake(Slot slot) {
        if (slot.handshaking) {
            slot.handshaking = false;
            halfOpen--;
        }
    }

    private synchronized void leaveOnce(Slot slot) {
        if (slot.open) {
            slot.open = false;
            total--;
            perAddress.computeIfPresent(slot.address, (_, count) -> count == 1 ? null : count - 1);
        }
    }
}
