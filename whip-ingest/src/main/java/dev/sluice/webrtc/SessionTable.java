package dev.sluice.webrtc;

import dev.sluice.webrtc.ice.StunReader;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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

    private final AtomicInteger sessions = new AtomicInteger();
    private final ConcurrentHashMap<String, PeerSession> byUfrag = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<InetSocketAddress, PeerSession> byAddress = new ConcurrentHashMap<>();

    /** Takes in a new session, by its first ufrag. */
    void open(PeerSession session) {
        sessions.incrementAndGet();
        add(session.localCredentials().ufrag(), session);
    }

    /** After its last ufrag was removed. */
    void close() {
        sessions.decrementAndGet();
    }

    /** One more ufrag of a session that restarts ICE. */
    void add(String ufrag, PeerSession session) {
        byUfrag.put(ufrag, session);
    }

    void remove(String ufrag, PeerSession session) {
        byUfrag.remove(ufrag, session);
    }

    /** Whom this STUN message is for, authentic or not; borrowed. */
    @Nullable
    PeerSession byCheck(ByteBuf datagram) {
        var message = StunReader.read(datagram);
        var ufrag = message == null ? null : message.localUfrag();
        return ufrag == null ? null : byUfrag.get(ufrag);
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

    int sessions() {
        return sessions.get();
    }

    int ufrags() {
        return byUfrag.size();
    }

    int addresses() {
        return byAddress.size();
    }
}
