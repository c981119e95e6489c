package dev.sluice.webrtc;

import dev.sluice.runtime.Clock;
import dev.sluice.runtime.EventLoops;
import dev.sluice.webrtc.dtls.DtlsIdentity;
import dev.sluice.webrtc.dtls.HandshakeLimit;
import dev.sluice.webrtc.ice.Candidate;
import dev.sluice.webrtc.ice.HostCandidates;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The one UDP port for all WebRTC peers: a socket per event loop where the kernel shares a port among sockets, one socket
 * elsewhere. Thread-safe.
 */
public final class WebRtcServer implements AutoCloseable {
    private final List<UdpSocket> sockets;
    private final List<Candidate> candidates;
    private final int port;
    private final PeerSession.Shared shared;
    private final AtomicInteger next = new AtomicInteger();
    private volatile boolean closed;

    /** @param handshakesHalfOpen DTLS handshakes that run at once; who comes on top waits for its next check */
    public record Limits(int handshakesHalfOpen) {
        public static final Limits DEFAULT = new Limits(500);
    }

    /**
     * @param host what to bind to; {@code ::} is dual-stack and falls back to 0.0.0.0
     * @param port 0 for any free one
     * @param advertise addresses to put into candidates; empty: the host's own
     */
    public record Settings(String host, int port, List<String> advertise, Limits limits) {
        public Settings {
            advertise = List.copyOf(advertise);
        }
    }

    private WebRtcServer(List<UdpSocket> sockets, List<Candidate> candidates, int port, PeerSession.Shared shared) {
        this.sockets = sockets;
        this.candidates = candidates;
        this.port = port;
        this.shared = shared;
    }

    /**
     * Binds the port; blocks until it is bound.
     *
     * @throws IOException if the port is taken, with a message that names the key
     */
    public static WebRtcServer start(EventLoops loops, Settings settings, Clock clock, MeterRegistry registry)
            throws IOException {
        var shared = new PeerSession.Shared(new SessionTable(), new TransportMetrics(), DtlsIdentity.create(),
                new HandshakeLimit(settings.limits().handshakesHalfOpen()), clock);
        shared.metrics().bind(registry, shared.table(), shared.handshakes());
        var sockets = new PortBinding(loops, shared).bind(settings.host(), settings.port());
        var bound = (InetSocketAddress) sockets.getFirst().channel().localAddress();
        var candidates = HostCandidates.of(bound.getAddress(), bound.getPort(), settings.advertise());
        return new WebRtcServer(sockets, candidates, bound.getPort(), shared);
    }

    /** The port all sockets share. */
    public int port() {
        return port;
    }

    /** Where peers find us, best first. */
    public List<Candidate> candidates() {
        return candidates;
    }

    /** Our certificate, for the answer's fingerprint. */
    public DtlsIdentity identity() {
        return shared.identity();
    }

    /** A transport for one peer, on the next loop; it waits for the peer's first check. From any thread. */
    public PeerTransport open(PeerTransport.Remote remote, PeerTransport.Listener listener) {
        if (closed) {
            throw new IllegalStateException("WebRTC server is closed");
        }
        var socket = sockets.get(Math.floorMod(next.getAndIncrement(), sockets.size()));
        var session = new PeerSession(shared, socket, remote, listener);
        shared.table().add(session);
        socket.register(session);
        return session;
    }

    /** Ends all sessions and closes the port; blocks until it is closed. Not from an event loop. */
    @Override
    public void close() {
        closed = true;
        for (var socket : sockets) {
            socket.loop().submit(socket::close).awaitUninterruptibly();
            socket.channel().closeFuture().awaitUninterruptibly();
        }
    }
}
