package dev.sluice.webrtc;

import dev.sluice.runtime.DropReason;
import dev.sluice.webrtc.dtls.DtlsRole;
import dev.sluice.webrtc.ice.StunAttribute;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.sluice.webrtc.TestServer.rtp;
import static org.assertj.core.api.Assertions.assertThat;

/** Strangers who know a live session's ufrag, and one who sees its datagrams. */
@NullUnmarked
@ParameterizedClass
@ValueSource(strings = {"native", "NIO"})
class HostileInputTest {
    private static final int FORGED = 10_000;
    /** Few enough at once for the kernel's buffers. */
    private static final int BURST = 50;
    private static final long SEED = 20_260_711;

    @Parameter
    String kind;

    private final List<DatagramSocket> strangers = new ArrayList<>();
    private final Random random = new Random(SEED);
    private TestServer at;
    private TestPeer peer;
    private TestSession session;

    @BeforeEach
    void start() throws Exception {
        at = new TestServer(kind);
        peer = new TestPeer();
        session = at.connect(peer, DtlsRole.SERVER);
        for (int i = 0; i < 20; i++) {
            strangers.add(new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        }
    }

    @AfterEach
    void stop() {
        strangers.forEach(DatagramSocket::close);
        peer.close();
        at.close();
    }

    @Test
    void tenThousandForgedDatagramsAffectNobody() throws Exception {
        double accounted = accounted();
        for (int sent = 0; sent < FORGED; sent += BURST) {
            for (int i = 0; i < BURST; i++) {
                send(strangers.get(random.nextInt(strangers.size())), forged());
            }
            double expected = accounted + sent + BURST;
            TestServer.await(() -> accounted() >= expected);
            checkInBetween(sent / BURST);
        }
        assertThat(accounted() - accounted).isEqualTo(FORGED);
        for (var reason : List.of(DropReason.STUN_INVALID, DropReason.UNKNOWN_PEER, DropReason.DTLS_UNVERIFIED)) {
            assertThat(at.dropped(reason)).as(reason.name()).isGreaterThan(FORGED / 10.0);
        }
        assertThat(at.gauge("sluice.webrtc.sessions")).isOne();
        assertThat(at.gauge("sluice.webrtc.ufrags")).isOne();
        assertThat(at.gauge("sluice.webrtc.addresses")).isOne();
        assertThat(session.endedCount()).isZero();
        for (var stranger : strangers) {
            assertThat(answers(stranger)).isZero();
        }
    }

    private void checkInBetween(int round) throws Exception {
        session.write(rtp(round, 50));
        assertThat(peer.rtp()).isEqualTo(rtp(round, 50));
        peer.sendRtp(rtp(round, 60));
        assertThat(session.rtp()).isEqualTo(rtp(round, 60));
    }

    private double accounted() {
        return Stream.of(DropReason.values()).mapToDouble(at::dropped).sum();
    }

    private byte[] forged() {
        var check = peer.checkBytes(new StunAttribute.UseCandidate(), new StunAttribute.Priority(1));
        return switch (random.nextInt(6)) {
            case 0 -> TestPeer.checkBytes(List.of(peer.username()), "wrong-password-wrong-password");
            case 1 -> TestPeer.checkBytes(List.of(new StunAttribute.Username("unknown:" + random.nextInt())),
                    session.transport.localCredentials().pwd());
            case 2 -> Arrays.copyOf(check, random.nextInt(check.length));
            case 3 -> bytes(20 + random.nextInt(44), 13 + random.nextInt(1200));
            case 4 -> bytes(0x80, 12 + random.nextInt(1200));
            default -> {
                var report = bytes(0x81, 28 + random.nextInt(100));
                report[1] = (byte) (200 + random.nextInt(8));
                yield report;
            }
        };
    }

    private byte[] bytes(int first, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        bytes[0] = (byte) first;
        return bytes;
    }

    @Test
    void whatWasSeenOnTheWayIsNoUseElsewhere() throws Exception {
        var check = peer.checkBytes(new StunAttribute.UseCandidate());
        var media = peer.protect(rtp(7, 70));
        peer.send(check);
        peer.send(media);
        assertThat(session.rtp()).isEqualTo(rtp(7, 70));
        for (var stranger : strangers) {
            send(stranger, check);
        }
        at.awaitDropped(DropReason.STUN_INVALID, strangers.size());
        assertThat(at.gauge("sluice.webrtc.addresses")).isOne();
        session.write(rtp(1, 10));
        assertThat(peer.rtp()).as("nothing moved").isEqualTo(rtp(1, 10));
        peer.send(media);
        at.awaitDropped(DropReason.SRTP_REPLAY, 1);
        send(strangers.getFirst(), media);
        at.awaitDropped(DropReason.UNKNOWN_PEER, 1);
        assertThat(answers(strangers.getFirst())).isZero();
    }

    @Test
    void aPeersAddressesAreBounded() throws Exception {
        for (int i = 0; i < 3; i++) {
            for (var stranger : strangers) {
                send(stranger, peer.checkBytes());
                var answer = receive(stranger);
                assertThat(answer).isNotNull().hasSizeLessThanOrEqualTo(peer.checkBytes().length);
            }
        }
        assertThat(at.gauge("sluice.webrtc.addresses")).isEqualTo(16);
        session.write(rtp(1, 10));
        assertThat(peer.rtp()).as("the chosen one is never forgotten").isEqualTo(rtp(1, 10));
    }

    private void send(DatagramSocket from, byte[] datagram) throws IOException {
        from.send(new DatagramPacket(datagram, datagram.length, at.address()));
    }

    private static int answers(DatagramSocket socket) throws IOException {
        socket.setSoTimeout(1);
        int count = 0;
        while (receiveOrNull(socket) != null) {
            count++;
        }
        return count;
    }

    private static byte[] receive(DatagramSocket socket) throws IOException {
        socket.setSoTimeout(TestPeer.PATIENCE_SECONDS * 1000);
        return receiveOrNull(socket);
    }

    private static byte[] receiveOrNull(DatagramSocket socket) throws IOException {
        var packet = new DatagramPacket(new byte[2048], 2048);
        try {
            socket.receive(packet);
        } catch (SocketTimeoutException _) {
            return null;
        }
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }
}
