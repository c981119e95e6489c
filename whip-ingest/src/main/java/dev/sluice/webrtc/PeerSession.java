package dev.sluice.webrtc;

import dev.sluice.runtime.Clock;
import dev.sluice.runtime.DropReason;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.dtls.DtlsConnection;
import dev.sluice.webrtc.dtls.DtlsIdentity;
import dev.sluice.webrtc.dtls.HandshakeLimit;
import dev.sluice.webrtc.ice.IceAgent;
import dev.sluice.webrtc.ice.IceCredentials;
import dev.sluice.webrtc.ice.PacketKind;
import dev.sluice.webrtc.ice.StunReader;
import dev.sluice.webrtc.srtp.SrtpKeys;
import dev.sluice.webrtc.srtp.SrtpProfile;
import dev.sluice.webrtc.srtp.SrtpProtector;
import dev.sluice.webrtc.srtp.SrtpUnprotector;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.concurrent.RejectedExecutionException;
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
    private final IceCredentials credentials = IceCredentials.random();
    private final IceAgent ice;
    private final DtlsConnection dtls;
    private final SendQueue queue;
    private final long opened;
    private @Nullable SrtpProtector protector;
    private @Nullable SrtpUnprotector unprotector;
    private boolean closed;
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
        this.dtls = new DtlsConnection(shared.identity(), remote.localRole(), remote.fingerprint(), shared.handshakes(),
                socket.loop(), this::sendRecord, this);
        this.queue = new SendQueue(socket);
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
    public boolean connected() {
        return protector != null;
    }

    UdpSocket socket() {
        return socket;
    }

    /** When the last authentic packet came, by the server's clock; from any thread. */
    long lastHeard() {
        return lastHeard;
    }

    /** A datagram of our peer, or one that claims to be; borrowed. */
    void onDatagram(PacketKind kind, ByteBuf content, InetSocketAddress from) {
        if (closed) {
            shared.metrics().drop(DropReason.UNKNOWN_PEER);
            return;
        }
        try {
            receive(kind, content, from);
        } catch (RuntimeException e) {
            broken(e);
        }
    }

    private void receive(PacketKind kind, ByteBuf content, InetSocketAddress from) {
        switch (kind) {
            case STUN -> onCheck(content, from);
            case DTLS -> dtls.offer(content);
            case RTP, RTCP -> onMedia(kind, content);
            case UNKNOWN -> shared.metrics().drop(DropReason.UNKNOWN_PEER);
        }
    }

    private void onCheck(ByteBuf content, InetSocketAddress from) {
        var message = StunReader.read(content);
        if (message == null || !ice.authentic(message, content)) {
            shared.metrics().drop(DropReason.STUN_INVALID);
            return;
        }
        var answer = ice.answer(message, content.readableBytes(), from, socket.channel().alloc());
        if (answer == null) {
            shared.metrics().drop(DropReason.STUN_INVALID);
            return;
        }
        heard();
        send(answer, from);
        if (ice.selected() != null && !dtls.started()) {
            dtls.start();
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
    public boolean onAddress(InetSocketAddress address) {
        return shared.table().claim(address, this, shared.clock().nanos());
    }

    @Override
    public void onAddressForgotten(InetSocketAddress address) {
        shared.table().release(address, this);
    }

    @Override
    public void onEstablished(SrtpKeys keys) {
        protector = keys.protector();
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
        write(PacketKind.RTP, packet);
    }

    @Override
    public void writeRtcp(ByteBuf packet) {
        write(PacketKind.RTCP, packet);
    }

    private void write(PacketKind kind, ByteBuf packet) {
        var keys = protector;
        if (keys == null) {
            packet.release();
            shared.metrics().dropNotConnected();
        } else if (admits(packet)) {
            try {
                protect(keys, kind, packet);
            } catch (RuntimeException e) {
                packet.release();
                throw e;
            }
            queue.add(packet);
        }
    }

    private static void protect(SrtpProtector keys, PacketKind kind, ByteBuf packet) {
        if (kind == PacketKind.RTP) {
            keys.protectRtp(packet);
        } else {
            keys.protectRtcp(packet);
        }
    }

    /** Whether there is room for one more; else it is dropped here. */
    private boolean admits(ByteBuf packet) {
        if (queue.isFull()) {
            flush();
        }
        boolean room = !queue.isFull() && socket.writable();
        if (!room) {
            packet.release();
            shared.metrics().drop(DropReason.QUEUE_FULL);
        }
        return room;
    }

    @Override
    public void flush() {
        var to = ice.selected();
        if (queue.isEmpty() || to == null) {
            return;
        }
        queue.send(to);
        socket.flushSoon();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        flush();
        dtls.close();
        closed = true;
        protector = null;
        unprotector = null;
        queue.clear();
        ice.close();
        shared.table().remove(this);
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

    /** A DTLS record, from the handshake's thread or the loop. */
    private void sendRecord(byte[] record, int offset, int length) {
        var datagram = socket.allocate(length).writeBytes(record, offset, length);
        if (loop().inEventLoop()) {
            sendToPeer(datagram);
        } else {
            sendLater(datagram);
        }
    }

    private void sendLater(ByteBuf datagram) {
        try {
            loop().execute(() -> sendToPeer(datagram));
        } catch (RejectedExecutionException _) {
            datagram.release();
        }
    }

    private void sendToPeer(ByteBuf datagram) {
        var to = ice.selected();
        if (closed || to == null) {
            datagram.release();
        } else {
            send(datagram, to);
        }
    }

    private void send(ByteBuf datagram, InetSocketAddress to) {
        socket.write(new DatagramPacket(datagram, to), 1, datagram.readableBytes());
        socket.flushSoon();
    }
}
