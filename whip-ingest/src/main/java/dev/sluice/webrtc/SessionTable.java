package dev.sluice.webrtc;

import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whose datagram it is: by our ufrag for STUN, by proven source address for everything else. Together with the room
 * registry the only state that event loops share.
 */
final class SessionTable {
    /**
     * An address that another live session proved is not given away, or a peer could spoof its way into somebody else's
     * media; only after this long without an authentic packet from there it may be a new socket on the same port.
     */
    static final long ADDRESS_HELD_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ConcurrentHashMap<String, PeerSession> byUfrag = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<InetSocketAddress, PeerSession> byAddress = new ConcurrentHashMap<>();

    void add(PeerSession session) {
        byUfrag.put(session.localCredentials().ufrag(), session);
    }

    void remove(PeerSession session) {
        byUfrag.remove(session.localCredentials().ufrag(), session);
    }

    @Nullable
    PeerSession byUfrag(String ufrag) {
        return byUfrag.get(ufrag);
    }

    @Nullable
    PeerSession byAddress(InetSocketAddress address) {
        return byAddress.get(address);
    }

    /** Makes the address this session's; false if it is another's. */
    boolean claim(InetSocketAddress address, PeerSession session, long now) {
        if (session.equals(byAddress.get(address))) {
            return true;
        }
        var owner = byAddress.compute(address,
                (_, present) -> present == null || now - present.lastHeard() > ADDRESS_HELD_NANOS ? session : present);
        return session.equals(owner);
    }

    void release(InetSocketAddress address, PeerSession session) {
        byAddress.remove(address, session);
    }

    int size() {
        return byUfrag.size();
    }
}
