package dev.sluice.webrtc;

import dev.sluice.runtime.Clock;
import dev.sluice.runtime.DropReason;
import dev.sluice.runtime.EventLoops;
import dev.sluice.webrtc.dtls.DtlsRole;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** A server on two event loops, whose clock a test may advance. */
final class TestServer implements AutoCloseable, Clock {
    static final WebRtcServer.Limits LIMITS = new WebRtcServer.Limits(2, 6, 4);

    final MeterRegistry registry = new SimpleMeterRegistry();
    final EventLoops loops;
    final WebRtcServer server;
    private final AtomicLong advanced = new AtomicLong();

    /** @param kind NIO, or whatever is native here */
    TestServer(String kind, String host, String... advertise) throws IOException {
        loops = kind.equals("NIO") ? EventLoops.createNio(2) : EventLoops.create(2);
        server = start(host, 0, List.of(advertise), registry);
    }

    TestServer(String kind) throws IOException {
        this(kind, "127.0.0.1", "127.0.0.1");
    }

    /** One more on the same loops. */
    WebRtcServer start(String host, int port, List<String> advertise, MeterRegistry metrics) throws IOException {
        return WebRtcServer.start(loops, new WebRtcServer.Settings(host, port, advertise, LIMITS), this, metrics);
    }

    @Override
    public long nanos() {
        return System.nanoTime() + advanced.get();
    }

    @Override
    public long wallMillis() {
        return System.currentTimeMillis();
    }

    void advance(long seconds) {
        advanced.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    }

    TestSession open(TestPeer peer, DtlsRole serverRole) {
        return new TestSession(server, peer.describe(serverRole));
    }

    TestSession connect(TestPeer peer, DtlsRole serverRole) throws IOException, InterruptedException {
        return connect(peer, serverRole, address());
    }

    TestSession connect(TestPeer peer, DtlsRole serverRole, InetSocketAddress to)
            throws IOException, InterruptedException {
        var session = open(peer, serverRole);
        peer.connect(to, session.transport.localCredentials(), server.identity().fingerprint(), opposite(serverRole));
        session.connected();
        return session;
    }

    static DtlsRole opposite(DtlsRole role) {
        return role == DtlsRole.SERVER ? DtlsRole.CLIENT : DtlsRole.SERVER;
    }

    double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    double count(String name, String... tags) {
        return registry.get(name).tags(tags).functionCounter().count();
    }

    double dropped(DropReason reason) {
        return count("sluice.webrtc.dropped", "reason", reason.name());
    }

    double refused(TcpRefusal reason) {
        return count("sluice.webrtc.tcp.refused", "reason", reason.name());
    }

    void awaitDropped(DropReason reason, int count) throws InterruptedException {
        await(() -> dropped(reason) >= count);
    }

    static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < TestPeer.PATIENCE_SECONDS * 200; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        throw new AssertionError("waited in vain");
    }

    static byte[] rtp(int sequence, int payload) {
        var packet = new byte[12 + payload];
        packet[0] = (byte) 0x80;
        packet[1] = 96;
        packet[2] = (byte) (sequence >> 8);
        packet[3] = (byte) sequence;
        packet[11] = 42;
        for (int i = 12; i < packet.length; i++) {
            packet[i] = (byte) (sequence + i);
        }
        return packet;
    }

    @Override
    public void close() {
        server.close();
        loops.close();
    }
}
