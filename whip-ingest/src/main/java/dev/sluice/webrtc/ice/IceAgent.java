package dev.sluice.webrtc.ice;

import dev.sluice.media.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Our ICE-lite side of one session (RFC 8445 2.5): answers checks, sends none, and knows which of the peer's addresses
 * are proven and which one it wants to be sent to. Lives on the session's event loop.
 *
 * <p>The peer is sent to where its latest check with USE-CANDIDATE came from, so it may change address at any time. A
 * peer that never nominates (FFmpeg) is sent to where its first valid check came from.
 */
public final class IceAgent {
    /** Proven addresses a session may have; the oldest is forgotten for a new one. */
    static final int MAX_ADDRESSES = 16;

    private static final int ROLE_CONFLICT = 487;
    private static final int UNKNOWN_ATTRIBUTE = 420;

    private final String username;
    private final StunIntegrity integrity;
    private final Listener listener;
    private final ArrayDeque<InetSocketAddress> addresses = new ArrayDeque<>();
    private @Nullable InetSocketAddress selected;

    /** What the agent tells its session while it handles a check. */
    public interface Listener {
        /** A valid check came from this address. False: it belongs to somebody else, the check is dropped. */
        boolean onAddress(InetSocketAddress address);

        /** An address is no longer proven. */
        void onAddressForgotten(InetSocketAddress address);
    }

    public IceAgent(IceCredentials local, IceCredentials remote, Listener listener) {
        // RFC 8445 7.2.2: the receiver's ufrag stands first.
        this.username = local.ufrag() + ":" + remote.ufrag();
        this.integrity = new StunIntegrity(local.pwd());
        this.listener = listener;
    }

    /** Where the peer is sent to; null before the first valid check. */
    public @Nullable InetSocketAddress selected() {
        return selected;
    }

    /** Whether this is a connectivity check of our peer for us, by its USERNAME and MESSAGE-INTEGRITY. */
    public boolean authentic(StunMessage message, ByteBuf datagram) {
        return message.kind() == StunMessage.Kind.REQUEST && username.equals(message.username())
                && integrity.verify(datagram, message);
    }

    /**
     * Handles an authentic check.
     *
     * @param requestBytes size of its datagram, which the answer's never exceeds
     * @return the answer, owned by the caller; null if there is none to give
     */
    public @Nullable ByteBuf answer(StunMessage check, int requestBytes, InetSocketAddress from,
            ByteBufAllocator allocator) {
        var unknown = check.unknownRequired();
        if (!unknown.isEmpty()) {
            return bounded(error(check, new StunAttribute.ErrorCode(UNKNOWN_ATTRIBUTE, ""),
                    new StunAttribute.UnknownAttributes(unknown)), requestBytes, allocator);
        }
        if (check.has(StunAttribute.IceControlled.class)) {
            // RFC 8445 6.1.1: a lite agent is always controlled, so the peer must change its role.
            return bounded(error(check, new StunAttribute.ErrorCode(ROLE_CONFLICT, "")), requestBytes, allocator);
        }
        if (!prove(from)) {
            return null;
        }
        if (selected == null || (check.has(StunAttribute.UseCandidate.class) && !from.equals(selected))) {
            selected = from;
        }
        var success = new StunMessage(StunMessage.Kind.SUCCESS, check.transactionId(),
                List.of(new StunAttribute.XorMappedAddress(from)));
        return bounded(success, requestBytes, allocator);
    }

    private static StunMessage error(StunMessage check, StunAttribute... attributes) {
        Bytes transaction = check.transactionId();
        return new StunMessage(StunMessage.Kind.ERROR, transaction, List.of(attributes));
    }

    private boolean prove(InetSocketAddress from) {
        if (!listener.onAddress(from)) {
            return false;
        }
        if (addresses.contains(from)) {
            return true;
        }
        if (addresses.size() == MAX_ADDRESSES) {
            forgetOldest();
        }
        addresses.add(from);
        return true;
    }

    private void forgetOldest() {
        var oldest = addresses.remove();
        if (oldest.equals(selected)) {
            addresses.add(oldest);
            oldest = addresses.remove();
        }
        listener.onAddressForgotten(oldest);
    }

    /** Tells the session to forget every address. */
    public void close() {
        addresses.forEach(listener::onAddressForgotten);
        addresses.clear();
    }

    /** No reply is larger than its request, so nobody can use us to amplify: the fingerprint goes first, then the reply. */
    private @Nullable ByteBuf bounded(StunMessage reply, int requestBytes, ByteBufAllocator allocator) {
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
