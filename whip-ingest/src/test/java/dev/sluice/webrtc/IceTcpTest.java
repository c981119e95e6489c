package dev.sluice.webrtc;

import dev.sluice.runtime.DropReason;
import dev.sluice.webrtc.dtls.DtlsRole;
import dev.sluice.webrtc.ice.StunAttribute;
import dev.sluice.webrtc.ice.StunMessage;
import io.netty.channel.EventLoop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.sluice.webrtc.TestServer.await;
import static dev.sluice.webrtc.TestServer.rtp;
import static org.assertj.core.api.Assertions.assertThat;

/** Peers that come by TCP, over real connections, on the native event loops and on NIO. */
@NullUnmarked
@ParameterizedClass
@ValueSource(strings = {"native", "NIO"})
class IceTcpTest {
    private static final StunAttribute NOMINATE = new StunAttribute.UseCandidate();

    @Parameter
    String kind;

    private TestServer at;

    @BeforeEach
    void start() throws IOException {
        at = new TestServer(kind);
    }

    @AfterEach
    void stop() {
        at.close();
    }

    private TestPeer peer() throws IOException {
        return new TestPeer(TestWire.tcp(at.address()));
    }

    @Test
    void everyRoleCarriesMediaBothWaysOnEveryLoop() throws Exception {
        var loops = new HashSet<EventLoop>();
        for (var role : List.of(DtlsRole.SERVER, DtlsRole.CLIENT, DtlsRole.CLIENT, DtlsRole.SERVER)) {
            try (var peer = peer()) {
                var session = at.connect(peer, role);
                loops.add(session.transport.loop());
                assertThat(at.gauge("sluice.webrtc.sessions.by.path", "path", "tcp")).isOne();
                var frame = IntStream.range(0, 60).mapToObj(i -> rtp(i, 100 + 17 * i)).toArray(byte[][]::new);
                session.write(frame);
                for (var packet : frame) {
                    assertThat(peer.rtp()).isEqualTo(packet);
                    peer.sendRtp(packet);
                    assertThat(session.rtp()).isEqualTo(packet);
                }
                assertThat(session.ask(session.transport::writable)).isTrue();
                session.run(session.transport::close);
                assertThat(peer.ended()).contains("closed");
            }
            await(() -> at.gauge("sluice.webrtc.tcp.connections") == 0);
        }
        assertThat(at.gauge("sluice.webrtc.sessions.by.path", "path", "tcp")).isZero();
        assertThat(loops).as("one UDP socket, one loop").hasSize(at.loops.epoll() ? 2 : 1);
    }

    @Test
    void theAnswerToACheckNamesThePeersAddress() throws Exception {
        try (var peer = peer()) {
            var session = at.open(peer, DtlsRole.SERVER);
            peer.aim(at.address(), session.transport.localCredentials());
            assertThat(peer.check().first(StunAttribute.XorMappedAddress.class))
                    .isEqualTo(new StunAttribute.XorMappedAddress(peer.address()));
        }
    }

    @Test
    void framesMayComeInPiecesOrManyAtOnce() throws Exception {
        try (var peer = new TestPeer();
                var socket = new Socket(at.server.candidates().getFirst().address(),
                        at.server.port())) {
            var session = at.connect(peer, DtlsRole.SERVER);
            var check = TestWire.framed(peer.checkBytes(NOMINATE));
            for (byte one : check) {
                socket.getOutputStream().write(one);
            }
            var wire = new TestWire.Tcp(socket);
            assertThat(wire.receive()).startsWith(1, 1);
            var packets = new ByteArrayOutputStream();
            for (int i = 0; i < 20; i++) {
                packets.write(TestWire.framed(peer.protect(rtp(i, 100 * i))));
            }
            socket.getOutputStream().write(packets.toByteArray());
            for (int i = 0; i < 20; i++) {
                assertThat(session.rtp()).isEqualTo(rtp(i, 100 * i));
            }
        }
    }

    @Test
    void aPeerMovesFromUdpToTcpAndBackAndLosesNothing() throws Exception {
        try (var peer = new TestPeer()) {
            var session = at.connect(peer, DtlsRole.SERVER);
            var udp = peer.wire();
            peer.rewire(TestWire.tcp(at.address()));
            peer.check(NOMINATE);
            session.write(rtp(1, 10));
            assertThat(peer.rtp()).isEqualTo(rtp(1, 10));
            assertThat(at.gauge("sluice.webrtc.sessions.by.path", "path", "tcp")).isOne();
            peer.wire().close();
            await(() -> at.gauge("sluice.webrtc.sessions.by.path", "path", "udp") == 1);
            session.write(rtp(2, 10));
            assertThat(peer.rtp()).as("by the path proven before").isEqualTo(rtp(2, 10));
            peer.rewire(udp);
            peer.check(NOMINATE);
            session.write(rtp(3, 10));
            assertThat(peer.rtp()).isEqualTo(rtp(3, 10));
            assertThat(session.endedCount()).isZero();
        }
    }

    @Test
    void aSessionOutlivesItsConnectionUntilSilenceEndsIt() throws Exception {
        try (var peer = peer()) {
            var session = at.connect(peer, DtlsRole.SERVER);
            peer.wire().close();
            await(() -> at.gauge("sluice.webrtc.tcp.connections") == 0);
            assertThat(session.ask(session.transport::writable)).isFalse();
            session.write(rtp(1, 10));
            peer.rewire(TestWire.tcp(at.address()));
            peer.check();
            session.write(rtp(2, 10));
            assertThat(peer.rtp()).isEqualTo(rtp(2, 10));
            peer.wire().close();
            assertThat(session.endedCount()).isZero();
            at.advance(31);
            assertThat(session.ended()).startsWith("ICE_TIMEOUT");
        }
    }

    @Test
    void aViewerThatStopsReadingHarmsNobody() throws Exception {
        try (var wire = new StalledWire(TestWire.tcp(at.address()));
                var stalled = new TestPeer(wire);
                var other = new TestPeer();
                var third = peer()) {
            var slow = at.connect(stalled, DtlsRole.SERVER);
            var fine = at.connect(other, DtlsRole.SERVER);
            var fineToo = at.connect(third, DtlsRole.SERVER);
            wire.stall();
            int sent = 0;
            while (slow.ask(slow.transport::writable)) {
                slow.write(rtp(sent++, 1100));
                assertThat(sent).as("packets before it blocks").isLessThan(20_000);
            }
            for (int i = 0; i < 500; i++) {
                slow.write(rtp(sent++, 1100));
            }
            assertThat(at.dropped(DropReason.QUEUE_FULL)).isEqualTo(500);
            for (int i = 0; i < 300; i++) {
                stalled.sendCheck();
            }
            at.awaitDropped(DropReason.QUEUE_FULL, 500 + 200);
            for (int i = 0; i < 50; i++) {
                fine.write(rtp(i, 1000));
                fineToo.write(rtp(i, 1000));
                assertThat(other.rtp()).isEqualTo(rtp(i, 1000));
                assertThat(third.rtp()).isEqualTo(rtp(i, 1000));
            }
            wire.resume();
            while (!slow.ask(slow.transport::writable)) {
                stalled.rtp();
            }
            slow.write(rtp(sent, 5));
            for (var packet = stalled.rtp(); packet.length != 17; packet = stalled.rtp()) {
                assertThat(packet).hasSize(1112);
            }
        }
    }

    @Test
    void whatDoesNotBeginWithACheckForASessionIsClosed() throws Exception {
        try (var unknown = new TestPeer()) {
            var session = at.open(unknown, DtlsRole.SERVER);
            unknown.aim(at.address(), session.transport.localCredentials());
            var check = unknown.checkBytes();
            var stranger = check.clone();
            stranger[26] ^= 1;
            for (var first : List.of("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                    TestWire.framed(new byte[0]), TestWire.framed(rtp(1, 10)), TestWire.framed(stranger),
                    HexFormat.of().parseHex("0801" + "00".repeat(20)), HexFormat.of().parseHex("ffff0001"))) {
                try (var socket = new Socket(at.address().getAddress(), at.server.port())) {
                    socket.getOutputStream().write(first);
                    assertThat(closed(socket)).isTrue();
                }
            }
            await(() -> at.gauge("sluice.webrtc.tcp.connections") == 0);
            assertThat(at.refused(TcpRefusal.FRAME_TOO_LONG)).isEqualTo(3);
            assertThat(at.refused(TcpRefusal.UNKNOWN_PEER)).isEqualTo(3);
            assertThat(unknown.check().kind()).isEqualTo(StunMessage.Kind.SUCCESS);
        }
    }

    @Test
    void onlyAValidCheckOpensTheDoor() throws Exception {
        try (var peer = new TestPeer(); var socket = new Socket(at.address().getAddress(), at.server.port())) {
            var session = at.connect(peer, DtlsRole.SERVER);
            var forged = peer.checkBytes();
            forged[forged.length - 12] ^= 1;
            socket.getOutputStream().write(TestWire.framed(withoutFingerprint(forged)));
            at.awaitDropped(DropReason.STUN_INVALID, 1);
            socket.getOutputStream().write(TestWire.framed(peer.protect(rtp(1, 10))));
            at.awaitDropped(DropReason.UNKNOWN_PEER, 1);
            socket.getOutputStream().write(TestWire.framed(HexFormat.of().parseHex("16fefd00")));
            at.awaitDropped(DropReason.DTLS_UNVERIFIED, 1);
            at.advance(11);
            assertThat(closed(socket)).isTrue();
            assertThat(at.refused(TcpRefusal.NO_CHECK)).isOne();
            peer.sendRtp(rtp(2, 10));
            assertThat(session.rtp()).isEqualTo(rtp(2, 10));
        }
    }

    /** So that the integrity is what is judged. */
    private static byte[] withoutFingerprint(byte[] check) {
        var cut = Arrays.copyOf(check, check.length - 8);
        cut[3] = (byte) (cut[3] - 8);
        return cut;
    }

    @Test
    void connectionsThatProveNothingAreClosedInTimeAndBounded() throws Exception {
        try (var peer = peer()) {
            var session = at.connect(peer, DtlsRole.SERVER);
            try (var first = new Socket(at.address().getAddress(), at.server.port());
                    var second = new Socket(at.address().getAddress(), at.server.port())) {
                await(() -> at.gauge("sluice.webrtc.tcp.connections") == 3);
                try (var third = new Socket(at.address().getAddress(), at.server.port())) {
                    assertThat(closed(third)).isTrue();
                }
                assertThat(at.refused(TcpRefusal.HALF_OPEN)).isOne();
                at.advance(11);
                assertThat(closed(first)).isTrue();
                assertThat(closed(second)).isTrue();
                assertThat(at.refused(TcpRefusal.NO_CHECK)).isEqualTo(2);
            }
            session.write(rtp(1, 10));
            assertThat(peer.rtp()).isEqualTo(rtp(1, 10));
        }
    }

    @Test
    void oneAddressHasSoManyConnections() throws Exception {
        var peers = new ArrayList<TestPeer>();
        for (int i = 0; i < TestServer.LIMITS.connectionsPerAddress(); i++) {
            peers.add(peer());
            at.connect(peers.getLast(), DtlsRole.SERVER);
        }
        try (var more = new Socket(at.address().getAddress(), at.server.port())) {
            assertThat(closed(more)).isTrue();
        }
        assertThat(at.refused(TcpRefusal.CONNECTIONS_PER_ADDRESS)).isOne();
        peers.forEach(TestPeer::close);
        await(() -> at.gauge("sluice.webrtc.tcp.connections") == 0);
    }

    @Test
    void soManyConnectionsAreOpenInAll() throws Exception {
        var peers = new ArrayList<TestPeer>();
        for (int i = 0; i < TestServer.LIMITS.connections(); i++) {
            peers.add(new TestPeer(new TestWire.Tcp(socket(1 + i / 3))));
            at.connect(peers.getLast(), DtlsRole.SERVER);
        }
        try (var more = socket(9)) {
            assertThat(closed(more)).isTrue();
        }
        assertThat(at.refused(TcpRefusal.CONNECTIONS)).isOne();
        assertThat(at.gauge("sluice.webrtc.sessions.by.path", "path", "tcp")).isEqualTo(peers.size());
        peers.forEach(TestPeer::close);
        await(() -> at.gauge("sluice.webrtc.tcp.connections") == 0);
    }

    /** A connection from this address of loopback. */
    private Socket socket(int last) throws IOException {
        return new Socket(at.address().getAddress(), at.server.port(), InetAddress.ofLiteral("127.0.0." + last), 0);
    }

    private static boolean closed(Socket socket) throws IOException {
        socket.setSoTimeout(TestPeer.PATIENCE_SECONDS * 1000);
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException _) {
            return true;
        }
    }
}
