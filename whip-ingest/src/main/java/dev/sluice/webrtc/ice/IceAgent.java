package dev.sluice.webrtc.ice;

import dev.sluice.media.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Our ICE-lite side of one session (RFC 8445 2.5): answers checks, sends none, and knows which paths to the peer are proven
 * and by which one it wants to be sent to. Lives on the session's event loop.
 *
 * <p>The peer is sent to by the path of its latest check with USE-CANDIDATE, so it may change address at any time. A
 * peer that never nominates (FFmpeg) is sent to where its first valid check came from.
 */
public final class IceAgent {
    /** Proven paths a session may have; the oldest is forgotten for a new one. */
    static final int MAX_PATHS = 16;

    private static final int ROLE_CONFLICT = 487;
    private static final int UNKNOWN_ATTRIBUTE = 420;

    private final Listener listener;
    private final ArrayDeque<Path> paths = new ArrayDeque<>();
    private final ReplayGuard replays = new ReplayGuard();
    private Generation current;
    private @Nullable Generation previous;
    private @Nullable Path selected;

    /** What the agent tells its session while it handles a check. */
    public interface Listener {
        /** A valid check came by this path. False: its address belongs to somebody else, the check is dropped. */
        boolean onPath(Path path);

        /** A path is no longer proven. */
        void onPathForgotten(Path path);

        /** Checks for this ufrag of ours count no longer. */
        void onUfragForgotten(String ufrag);
    }

    /** The credentials of both sides between two restarts, ready for use. */
    private record Generation(String ufrag, String username, StunIntegrity integrity) {
        static Generation of(IceCredentials local, IceCredentials remote) {
            // RFC 8445 7.2.2: the receiver's ufrag stands first.
            return new Generation(local.ufrag(), local.ufrag() + ":" + remote.ufrag(), new StunIntegrity(local.pwd()));
        }
    }

    public IceAgent(IceCredentials local, IceCredentials remote, Listener listener) {
        this.current = Generation.of(local, remote);
        this.listener = listener;
    }

    /**
     * New credentials on both sides (RFC 8445 9). Those that are in use stay beside them until the first check under the
     * new ones; new ones that were never used are forgotten at the next restart.
     */
    public void restart(IceCredentials local, IceCredentials remote) {
        if (previous == null) {
            previous = current;
        } else {
            listener.onUfragForgotten(current.ufrag);
        }
        current = Generation.of(local, remote);
    }

    /** By which path the peer is sent to; null before the first valid check, and when its last path is lost. */
    public @Nullable Path selected() {
        return selected;
    }

    /** Whether this is a connectivity check of our peer for us, by its USERNAME and MESSAGE-INTEGRITY. */
    public boolean authentic(StunMessage message, ByteBuf datagram) {
        var generation = generation(message);
        return message.kind() == StunMessage.Kind.REQUEST && generation != null
                && generation.integrity.verify(datagram, message);
    }

    private @Nullable Generation generation(StunMessage message) {
        var username = message.username();
        if (current.username.equals(username)) {
            return current;
        }
        return previous != null && previous.username.equals(username) ? previous : null;
    }

    /**
     * Handles an authentic check.
     *
     * @param requestBytes size of its datagram, which the answer's never exceeds
     * @return the answer, owned by the caller; null if there is none to give
     */
    public @Nullable ByteBuf answer(StunMessage check, int requestBytes, Path from, ByteBufAllocator allocator) {
        var generation = generation(check);
        if (generation == null || replays.replayed(check.transactionId(), from)) {
            return null;
        }
        var reply = reply(check, from);
        if (reply == null) {
            return null;
        }
        if (previous != null && generation.equals(current)) {
            listener.onUfragForgotten(previous.ufrag);
            previous = null;
        }
        return bounded(reply, generation.integrity, requestBytes, allocator);
    }

    private @Nullable StunMessage reply(StunMessage check, Path from) {
        var unknown = check.unknownRequired();
        if (!unknown.isEmpty()) {
            return error(check, new StunAttribute.ErrorCode(UNKNOWN_ATTRIBUTE, ""),
                    new StunAttribute.UnknownAttributes(unknown));
        }
        if (check.has(StunAttribute.IceControlled.class)) {
            // RFC 8445 6.1.1: a lite agent is always controlled, so the peer must change its role.
            return error(check, new StunAttribute.ErrorCode(ROLE_CONFLICT, ""));
        }
        if (!prove(from)) {
            return null;
        }
        if (selected == null || check.has(StunAttribute.UseCandidate.class)) {
            selected = from;
        }
        return new StunMessage(StunMessage.Kind.SUCCESS, check.transactionId(),
                List.of(new StunAttribute.XorMappedAddress(from.address())));
    }

    private static StunMessage error(StunMessage check, StunAttribute... attributes) {
        Bytes transaction = check.transactionId();
        return new StunMessage(StunMessage.Kind.ERROR, transaction, List.of(attributes));
    }

    private boolean prove(Path from) {
        if (!listener.onPath(from)) {
            return false;
        }
        if (paths.contains(from)) {
            return true;
        }
        if (paths.size() == MAX_PATHS) {
            forgetOldest();
        }
        paths.add(from);
        return true;
    }

    /** Whether a valid check came by this path, and it was not forgotten since. */
    public boolean proven(Path path) {
        return paths.contains(path);
    }

    /** Whether the peer proved this address of its own, whichever of ours it sent to. */
    public boolean proven(InetSocketAddress address) {
        return paths.stream().anyMatch(path -> path.address().equals(address));
    }

    private void forgetOldest() {
        var oldest = paths.remove();
        if (oldest.equals(selected)) {
            paths.add(oldest);
            oldest = paths.remove();
        }
        listener.onPathForgotten(oldest);
    }

    /** The path is lost; the peer is sent to by the one it proved last of the others, until it says otherwise. */
    public void forget(Path path) {
        if (paths.remove(path)) {
            listener.onPathForgotten(path);
        }
        if (path.equals(selected)) {
            selected = paths.peekLast();
        }
    }

    /** Tells the session to forget every path and ufrag. */
    public void close() {
        selected = null;
        for (var path = paths.poll(); path != null; path = paths.poll()) {
            listener.onPathForgotten(path);
        }
        if (previous != null) {
            listener.onUfragForgotten(previous.ufrag);
        }
        listener.onUfragForgotten(current.ufrag);
    }

    /** No reply is larger than its request, so nobody can use us to amplify: the fingerprint goes first, then the reply. */
    private static @Nullable ByteBuf bounded(StunMessage reply, StunIntegrity integrity, int requestBytes,
            ByteBufAllocator allocator) {
        var out = allocator.directBuffer(requestBytes);
        StunWriter.write(reply, integrity, true, out);
        if (out.readableBytes() > requestBytes) {
            out.clear();
            StunWriter.write(reply, integrity, false, out);
        }
        if (out.readableBytes() <= requestBytes) {
            return out;
        }
        out.release();
        return null;
    }
}
