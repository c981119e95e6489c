package dev.sluice.webrtc;

import dev.sluice.runtime.Clock;
import dev.sluice.runtime.EventLoops;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.dtls.DtlsIdentity;
import dev.sluice.webrtc.dtls.HandshakeLimit;
import dev.sluice.webrtc.ice.Candidate;
import dev.sluice.webrtc.ice.HostCandidates;
import dev.sluice.webrtc.ice.Reachability;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one port for all WebRTC peers. UDP: a socket per event loop where the kernel shares a port among sockets, one socket
 * elsewhere. TCP: connections that peers behind a firewall make to the same number. Thread-safe.
 */
public final class WebRtcServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebRtcServer.class);

    private final PortBinding.Bound bound;
    private final List<UdpSocket> sockets;
    private final List<Candidate> candidates;
    private final PeerSession.Shared shared;
    private final AtomicInteger next = new AtomicInteger();
    private volatile boolean closed;

    /**
     * @param handshakesHalfOpen DTLS handshakes that run at once, and as many TCP connections without a valid check; a
     *     handshake on top waits for its next check, a connection is closed
     * @param connections TCP connections
     * @param connectionsPerAddress TCP connections from one address
     */
    public record Limits(int handshakesHalfOpen, int connections, int connectionsPerAddress) {
        public static final Limits DEFAULT = new Limits(500, 10_000, 100);
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

    private WebRtcServer(PortBinding.Bound bound, List<Candidate> candidates, PeerSession.Shared shared) {
        this.bound = bound;
        this.sockets = bound.sockets();
        this.candidates = candidates;
        this.shared = shared;
    }

    /**
     * Binds the port, for UDP and TCP; blocks until it is bound.
     *
     * @throws IOException if the port is taken or an advertised address is none, with a message that names the key
     */
    public static WebRtcServer start(EventLoops loops, Settings settings, Clock clock, MeterRegistry registry)
            throws IOException {
        var shared = new PeerSession.Shared(new SessionTable(), new TransportMetrics(), DtlsIdentity.create(),
                new HandshakeLimit(settings.limits().handshakesHalfOpen()), clock);
        shared.metrics().bind(registry, shared.table(), shared.handshakes());
        var gate = new TcpGate(settings.limits());
        shared.metrics().bindTcp(registry, gate);
        var bound = bind(new PortBinding(loops, shared, gate), settings);
        var candidates = candidates(bound, settings.advertise());
        if (settings.advertise().isEmpty()) {
            Reachability.of(candidates, Reachability.inContainer(Path.of("/"))).ifPresent(LOG::warn);
        }
        return new WebRtcServer(bound, candidates, shared);
    }

    private static PortBinding.Bound bind(PortBinding binding, Settings settings) throws IOException {
        try {
            return binding.bind(settings.host(), settings.port(), settings.advertise());
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static List<Candidate> candidates(PortBinding.Bound bound, List<String> advertise) throws IOException {
        try {
            return HostCandidates.of(bound.address().getAddress(), bound.address().getPort(), advertise);
        } catch (IllegalArgumentException e) {
            bound.close();
            throw new IOException(e.getMessage(), e);
        }
    }

    /** The number that all sockets share, and the TCP port. */
    public int port() {
        return bound.address().getPort();
    }

    /** Where peers find us: by UDP, best first, then by TCP. */
    public List<Candidate> candidates() {
        return candidates;
    }

    /** Our certificate, for the answer's fingerprint. */
    public DtlsIdentity identity() {
        return shared.identity();
    }

    /** The loop that is next in turn to take a peer. From any thread. */
    public EventLoop nextLoop() {
        return sockets.get(Math.floorMod(next.getAndIncrement(), sockets.size())).loop();
    }

    /**
     * A transport for one peer, on the next loop; it waits for the peer's first check. From any thread.
     *
     * @throws ProtocolException DRAINING
     */
    public PeerTransport open(PeerTransport.Remote remote, PeerTransport.Listener listener) {
        return open(nextLoop(), remote, listener);
    }

    /** As {@link #open(PeerTransport.Remote, PeerTransport.Listener)}, on a loop that {@link #nextLoop()} gave. */
    public PeerTransport open(EventLoop loop, PeerTransport.Remote remote, PeerTransport.Listener listener) {
        if (closed) {
            throw new ProtocolException(StableCode.DRAINING, "the relay is shutting down");
        }
        var socket = sockets.stream().filter(candidate -> candidate.loop().equals(loop)).findFirst().orElseThrow();
        var session = new PeerSession(shared, socket, remote, listener);
        shared.table().open(session);
        socket.register(session);
        return session;
    }

    /** Ends all sessions and closes the port; blocks until it is closed. Not from an event loop. */
    @Override
    public void close() {
        closed = true;
        bound.close();
    }
}
