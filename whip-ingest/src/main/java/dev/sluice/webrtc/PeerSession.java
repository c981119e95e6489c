package dev.sluice.webrtc;

import dev.sluice.runtime.Clock;
import dev.sluice.runtime.DropReason;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.dtls.DtlsConnection;
import dev.sluice.webrtc.dtls.DtlsIdentity;
import dev.sluice.webrtc.dtls.HandshakeLimit;
import dev.sluice.webrtc.ice.IceAgent;
import dev.sluice.webrtc.ice.IceCredentials;
import dev.sluice.webrtc.ice.PacketKind;
import dev.sluice.webrtc.ice.Path;
import dev.sluice.webrtc.ice.StunReader;
import dev.sluice.webrtc.srtp.SrtpKeys;
import dev.sluice.webrtc.srtp.SrtpProfile;
import dev.sluice.webrtc.srtp.SrtpUnprotector;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramPacket;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One peer: waits for an authenticated check, then shakes hands, then carries media until either side ends it. Lives on its
 * socket's event loop.
 */
final class PeerSession implements PeerTransport, IceAgent.Listener, DtlsConnection.Listener {
    /** RFC 7675 5.1: consent expires after 30 s; for us, who send no checks, that is silence of the peer. */
    static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final Logger LOG = LoggerFactory.getLogger(PeerSession.class);

    private final Shared shared;
    private final UdpSocket socket;
    private final Listener listener;
    private final IceAgent ice;
    private final DtlsConnection dtls;
    private final Outbound outbound;
    private final long opened;
    private @Nullable SrtpUnprotector unprotector;
    private boolean closed;
    private volatile IceCredentials credentials = IceCredentials.random();
    // Written by the loop, read by other loops that consider the address.
    private volatile long lastHeard;

    /** What all sessions of a server share. */
    record Shared(SessionTable table, TransportMetrics metrics, DtlsIdentity identity, HandshakeLimit handshakes,
            Clock clock) {}

    PeerSession(Shared shared, UdpSocket socket, Remote remote, Listener listener) {
        this.shared = shared;
        this.socket = socket;
        this.listener = listener;
        this.ice = new IceAgent(credentials, remote.credentials(), this);
        this.outbound = new Outbound(socket, shared.metrics());
        this.dtls = new DtlsConnection(shared.identity(), remote.localRole(), remote.fingerprint(), shared.handshakes(),
                socket.loop(), outbound, this);
        this.opened = shared.clock().nanos();
        this.lastHeard = opened;
    }

    @Override
    public EventLoop loop() {
        return socket.loop();
    }

    @Override
    public IceCredentials localCredentials() {
        return credentials;
    }

    @Override
    public IceCredentials restart(IceCredentials remote) {
        if (closed) {
            throw new ProtocolException(StableCode.SESSION_UNKNOWN, "ICE restart: found a session that has ended");
        }
        var fresh = IceCredentials.random();
        shared.table().add(fresh.ufrag(), this);
        ice.restart(fresh, remote);
        credentials = fresh;
        return fresh;
    }

    @Override
    public boolean connected() {
        return outbound.isOpen();
    }

    UdpSocket socket() {
        return socket;
    }

    /** When the last authentic packet came, by the server's clock; from any thread. */
    long lastHeard() {
        return lastHeard;
    }

    /** A datagram of our peer, or one that claims to be; borrowed. */
    void onDatagram(PacketKind kind, DatagramPacket packet) {
        if (kind == PacketKind.STUN) {
            onCheck(packet.content(), new Path.Udp(packet.sender(), socket.channel(packet.recipient())));
        } else {
            onData(kind, packet.content());
        }
    }

    /** A check; borrowed. Whether its path is proven, by this one or before. */
    boolean onCheck(ByteBuf content, Path from) {
        if (closed) {
            shared.metrics().drop(DropReason.UNKNOWN_PEER);
            return false;
        }
        try {
            check(content, from);
        } catch (RuntimeException e) {
            broken(e);
        }
        return ice.proven(from);
    }

    private void check(ByteBuf content, Path from) {
        var message = StunReader.read(content);
        var answer = message == null || !ice.authentic(message, content)
                ? null
                : ice.answer(message, content.readableBytes(), from, socket.channel().alloc());
        if (answer == null) {
            shared.metrics().drop(DropReason.STUN_INVALID);
            return;
        }
        heard();
        outbound.send(answer, from);
        outbound.by(ice.selected());
        if (ice.selected() != null && !dtls.started()) {
            dtls.start();
        }
    }

    /** A packet by a proven path that is no check; borrowed. */
    void onData(PacketKind kind, ByteBuf content) {
        if (closed) {
            shared.metrics().drop(DropReason.UNKNOWN_PEER);
            return;
        }
        try {
            receive(kind, content);
        } catch (RuntimeException e) {
            broken(e);
        }
    }

    private void receive(PacketKind kind, ByteBuf content) {
        switch (kind) {
            case DTLS -> dtls.offer(content);
            case RTP, RTCP -> onMedia(kind, content);
            case STUN, UNKNOWN -> shared.metrics().drop(DropReason.UNKNOWN_PEER);
        }
    }

    /** The peer may come back by another path before it counts as silent. */
    void onConnectionClosed(Path.Tcp path) {
        ice.forget(path);
        if (!closed) {
            outbound.by(ice.selected());
        }
    }

    private void onMedia(PacketKind kind, ByteBuf content) {
        var keys = unprotector;
        var dropped = keys == null
                ? DropReason.SRTP_AUTH
                : kind == PacketKind.RTP ? keys.unprotectRtp(content) : keys.unprotectRtcp(content);
        if (dropped != null) {
            shared.metrics().drop(dropped);
            return;
        }
        heard();
        if (kind == PacketKind.RTP) {
            listener.onRtp(content);
        } else {
            listener.onRtcp(content);
        }
    }

    private void heard() {
        lastHeard = shared.clock().nanos();
    }

    /** Twice a second: looks whether a deadline has passed. */
    void onTick() {
        long now = shared.clock().nanos();
        if (!connected() && now - opened >= CONNECT_NANOS) {
            if (dtls.started()) {
                end(StableCode.DTLS_FAILED, "no DTLS connection within 30 s");
            } else {
                end(StableCode.ICE_TIMEOUT, "no valid connectivity check within 30 s");
            }
        } else if (now - lastHeard >= SILENCE_NANOS) {
            end(StableCode.ICE_TIMEOUT, "nothing authentic from the peer for 30 s");
        }
    }

    @Override
    public boolean onPath(Path path) {
        return switch (path) {
            case Path.Udp(var address, _) -> shared.table().claim(address, this, shared.clock().nanos());
            case Path.Tcp _ -> true;
        };
    }

    @Override
    public void onPathForgotten(Path path) {
        switch (path) {
            case Path.Udp(var address, _) -> {
                if (!ice.proven(address)) {
                    shared.table().release(address, this);
                }
            }
            case Path.Tcp(_, var channel) -> channel.close();
        }
    }

    @Override
    public void onUfragForgotten(String ufrag) {
        shared.table().remove(ufrag, this);
    }

    @Override
    public void onEstablished(SrtpKeys keys) {
        outbound.open(keys.protector());
        unprotector = keys.unprotector();
        listener.onConnected();
    }

    @Override
    public void onFailed(String reason) {
        end(StableCode.DTLS_FAILED, reason);
    }

    @Override
    public void onPeerClosed(String reason) {
        end(StableCode.PEER_CLOSED, reason);
    }

    @Override
    public ByteBuf allocate(int plainBytes) {
        return socket.allocate(plainBytes + SrtpProfile.MAX_EXPANSION);
    }

    @Override
    public void writeRtp(ByteBuf packet) {
        outbound.write(PacketKind.RTP, packet);
    }

    @Override
    public void writeRtcp(ByteBuf packet) {
        outbound.write(PacketKind.RTCP, packet);
    }

    @Override
    public boolean writable() {
        return outbound.writable();
    }

    @Override
    public void flush() {
        outbound.flush();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        flush();
        dtls.close();
        closed = true;
        unprotector = null;
        outbound.close();
        ice.close();
        shared.table().close();
        socket.unregister(this);
    }

    /** Closes and tells the listener why. */
    void end(StableCode code, String reason) {
        if (closed) {
            return;
        }
        close();
        try {
            listener.onClosed(code, reason);
        } catch (RuntimeException e) {
            LOG.error("the end of a WebRTC session was not taken well", e);
        }
    }

    /** An error of our own ends this session and no other. */
    private void broken(RuntimeException e) {
        LOG.error("WebRTC session ended by an internal error", e);
        end(StableCode.INTERNAL, "internal error");
    }
}
