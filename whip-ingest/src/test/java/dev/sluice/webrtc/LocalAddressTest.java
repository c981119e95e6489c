package dev.sluice.webrtc;

import dev.sluice.webrtc.dtls.DtlsRole;
import dev.sluice.webrtc.ice.StunAttribute;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.sluice.webrtc.TestServer.rtp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A host of several addresses, all of which the port is bound to: what goes to a peer comes from the address that the peer
 * sent to. 127.0.0.3 and 127.0.0.4 play the addresses; a reply by the routing table would come from 127.0.0.1.
 */
@NullUnmarked
@ParameterizedClass
@CsvSource({"native,0.0.0.0", "native,::", "NIO,0.0.0.0", "NIO,::"})
class LocalAddressTest {
    private static final InetAddress PEER = InetAddress.ofLiteral("127.0.0.2");
    private static final StunAttribute NOMINATE = new StunAttribute.UseCandidate();

    @Parameter(0)
    String kind;
    @Parameter(1)
    String host;

    private TestServer at;

    /** Tells where each packet came from. */
    private static final class TracedWire implements TestWire {
        final BlockingQueue<String> sources = new LinkedBlockingQueue<>();
        private final DatagramSocket socket;

        TracedWire(InetAddress local) throws IOException {
            socket = new DatagramSocket(new InetSocketAddress(local, 0));
        }

        @Override
        public InetSocketAddress address() {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }

        @Override
        public void send(byte[] packet, InetSocketAddress to) throws IOException {
            socket.send(new DatagramPacket(packet, packet.length, to));
        }

        @Override
        public byte[] receive() throws IOException {
            var packet = new DatagramPacket(new byte[4096], 4096);
            socket.receive(packet);
            sources.add(packet.getAddress().getHostAddress());
            return Arrays.copyOf(packet.getData(), packet.getLength());
        }

        String source() throws InterruptedException {
            return sources.poll(TestPeer.PATIENCE_SECONDS, TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    @BeforeEach
    void start() throws IOException {
        at = new TestServer(kind, host, "127.0.0.3", "127.0.0.4", "192.0.2.250");
    }

    @AfterEach
    void stop() {
        at.close();
    }

    private InetSocketAddress ours(int last) {
        return new InetSocketAddress("127.0.0." + last, at.server.port());
    }

    @Test
    void everythingComesFromTheAddressThatWasAsked() throws Exception {
        for (int last : new int[]{1, 3, 4, 3, 4, 1}) {
            var wire = new TracedWire(PEER);
            try (var peer = new TestPeer(wire)) {
                var session = at.connect(peer, DtlsRole.SERVER, ours(last));
                session.write(rtp(1, 1100), rtp(2, 1100), rtp(3, 60));
                for (int i = 1; i <= 3; i++) {
                    assertThat(peer.rtp()).startsWith(rtp(i, 60));
                }
                assertThat(wire.sources).hasSizeGreaterThan(5).containsOnly("127.0.0." + last);
            }
        }
    }

    @Test
    void eachCheckIsAnsweredFromWhereItWentAndMediaFollowsTheNomination() throws Exception {
        var wire = new TracedWire(PEER);
        try (var peer = new TestPeer(wire)) {
            var session = at.connect(peer, DtlsRole.SERVER, ours(3));
            wire.sources.clear();
            peer.aim(ours(4), session.transport.localCredentials());
            peer.check();
            assertThat(wire.source()).isEqualTo("127.0.0.4");
            session.write(rtp(1, 10));
            assertThat(peer.rtp()).isEqualTo(rtp(1, 10));
            assertThat(wire.source()).as("not nominated").isEqualTo("127.0.0.3");
            peer.check(NOMINATE);
            assertThat(wire.source()).isEqualTo("127.0.0.4");
            session.write(rtp(2, 10));
            assertThat(peer.rtp()).isEqualTo(rtp(2, 10));
            assertThat(wire.source()).isEqualTo("127.0.0.4");
            assertThat(at.gauge("sluice.webrtc.addresses")).as("it is one address of the peer").isOne();
            session.run(session.transport::close);
            assertThat(at.gauge("sluice.webrtc.addresses")).isZero();
        }
    }

    @Test
    void anAddressThatNobodyKnewOfIsServedToo() throws Exception {
        try (var peer = new TestPeer(new TracedWire(PEER))) {
            var session = at.connect(peer, DtlsRole.SERVER, ours(9));
            session.write(rtp(1, 10));
            assertThat(peer.rtp()).isEqualTo(rtp(1, 10));
        }
    }

    @Test
    void thePortIsStillNobodyElses() {
        for (var other : List.of("0.0.0.0", "127.0.0.3")) {
            assertThatThrownBy(() -> at.start(other, at.server.port(), List.of(), new SimpleMeterRegistry()))
                    .isInstanceOf(IOException.class).hasMessageContaining("webrtc.port");
        }
    }
}
