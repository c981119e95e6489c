package dev.sluice.webrtc;

import dev.sluice.runtime.Clock;
import dev.sluice.runtime.DropReason;
import dev.sluice.runtime.EventLoops;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.dtls.DtlsRole;
import dev.sluice.webrtc.dtls.Fingerprint;
import dev.sluice.webrtc.ice.IceCredentials;
import dev.sluice.webrtc.ice.StunAttribute;
import dev.sluice.webrtc.ice.StunMessage;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The whole transport over real sockets, on the native event loops and on NIO. */
@NullUnmarked
@ParameterizedClass
@ValueSource(strings = {"native", "NIO"})
class WebRtcServerTest {
    @Parameter
    String kind;

    private final AtomicLong advanced = new AtomicLong();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private EventLoops loops;
    private WebRtcServer server;

    @BeforeEach
    void start() throws IOException {
        loops = kind.equals("NIO") ? EventLoops.createNio(2) : EventLoops.create(2);
        server = start("127.0.0.1", 0, registry);
    }

    private WebRtcServer start(String host, int port, MeterRegistry registry) throws IOException {
        var clock = new Clock() {
            @Override
            public long nanos() {
                return System.nanoTime() + advanced.get();
            }

            @Override
            public long wallMillis() {
                return System.currentTimeMillis();
            }
        };
        return WebRtcServer.start(loops,
                new WebRtcServer.Settings(host, port, List.of(), new WebRtcServer.Limits(2)), clock, registry);
    }

    @AfterEach
    void stop() {
        server.close();
        loops.close();
    }

    @Test
    void everyRoleCarriesMediaBothWays() throws Exception {
        for (var role : DtlsRole.values()) {
            try (var peer = new TestPeer()) {
                var session = connect(peer, role);
                for (int i = 0; i < 100; i++) {
                    var plain = rtp(i, 1000 + i % 3);
                    session.write(plain);
                    assertThat(peer.rtp()).isEqualTo(plain);
                    peer.sendRtp(plain);
                    assertThat(session.rtp()).isEqualTo(plain);
                }
                session.writeRtcp(RECEIVER_REPORT);
                assertThat(peer.rtcp()).isEqualTo(RECEIVER_REPORT);
                peer.sendRtcp(RECEIVER_REPORT);
                assertThat(session.rtcp()).isEqualTo(RECEIVER_REPORT);
            }
        }
        assertThat(registry.get("sluice.webrtc.packets.sent").functionCounter().count()).isGreaterThanOrEqualTo(202);
        assertThat(registry.get("sluice.dtls.handshakes").tag("result", "established").functionCounter().count())
                .isEqualTo(2);
    }

    @Test
    void aFrameOfManyPacketsArrivesWholeAndInOrder() throws Exception {
        try (var peer = new TestPeer()) {
            var session = connect(peer, DtlsRole.SERVER);
            // Equal ones (GSO where there is any), a shorter last one, a longer one in between.
            var frame = IntStream.range(0, 60).mapToObj(i -> rtp(i, i == 59 ? 77 : i == 30 ? 1300 : 1100)).toList();
            session.write(frame.toArray(byte[][]::new));
            for (var packet : frame) {
                assertThat(peer.rtp()).isEqualTo(packet);
            }
        }
    }

    @Test
    void aResendIsBitIdentical() throws Exception {
        try (var peer = new TestPeer()) {
            var session = connect(peer, DtlsRole.SERVER);
            var first = session.protectedBytes(rtp(65535, 500));
            var after = session.protectedBytes(rtp(0, 500));
            assertThat(session.protectedBytes(rtp(65535, 500))).isEqualTo(first);
            assertThat(session.protectedBytes(rtp(0, 500))).isEqualTo(after);
            assertThat(session.protectedBytes(rtp(0, 500))).isEqualTo(after);
        }
    }

    @Test
    void sessionsOfAllLoopsAreReachedThroughAnySocket() throws Exception {
        for (int i = 0; i < 8; i++) {
            try (var peer = new TestPeer()) {
                var session = connect(peer, DtlsRole.SERVER);
                session.write(rtp(1, 10));
                assertThat(peer.rtp()).isEqualTo(rtp(1, 10));
            }
        }
    }

    @Test
    void mediaFollowsTheNominatedAddress() throws Exception {
        try (var peer = new TestPeer(); var elsewhere = new TestPeer()) {
            var session = connect(peer, DtlsRole.SERVER);
            var username = new StunAttribute.Username(
                    session.transport.localCredentials().ufrag() + ":" + peer.credentials().ufrag());
            elsewhere.aim(address(), session.transport.localCredentials());
            elsewhere.check(List.of(username), session.transport.localCredentials().pwd());
            session.write(rtp(1, 10));
            assertThat(peer.rtp()).as("a check that nominates nothing moves nothing").isEqualTo(rtp(1, 10));
            elsewhere.check(List.of(username, new StunAttribute.UseCandidate()),
                    session.transport.localCredentials().pwd());
            session.write(rtp(2, 10));
            assertThat(elsewhere.protectedRtp()).hasSize(12 + 10 + 16);
            peer.check(new StunAttribute.UseCandidate());
            session.write(rtp(3, 10));
            assertThat(peer.rtp()).isEqualTo(rtp(3, 10));
        }
    }

    @Test
    void theAnswerToACheckIsNeverLarger() throws Exception {
        try (var peer = new TestPeer()) {
            var session = open(peer, DtlsRole.SERVER);
            peer.aim(address(), session.transport.localCredentials());
            var answer = peer.check();
            assertThat(answer.kind()).isEqualTo(StunMessage.Kind.SUCCESS);
            assertThat(answer.first(StunAttribute.XorMappedAddress.class))
                    .isEqualTo(new StunAttribute.XorMappedAddress(peer.address()));
            assertThat(session.transport.connected()).isFalse();
        }
    }

    @Test
    void garbageDisturbsNobody() throws Exception {
        try (var peer = new TestPeer(); var stranger = new TestPeer()) {
            var session = connect(peer, DtlsRole.SERVER);
            stranger.aim(address(), session.transport.localCredentials());
            stranger.send(new byte[]{(byte) 0xff, 1, 2});
            stranger.send(new byte[0]);
            stranger.send(new byte[]{(byte) 0x80, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 5, 5, 5});
            awaitDropped(DropReason.UNKNOWN_PEER, 3);
            stranger.send(HexFormat.of().parseHex("16fefd0000000000000000000101"));
            awaitDropped(DropReason.DTLS_UNVERIFIED, 1);
            var username = new StunAttribute.Username(
                    session.transport.localCredentials().ufrag() + ":" + peer.credentials().ufrag());
            stranger.sendCheck(List.of(username), "wrong-password-wrong-password");
            stranger.sendCheck(List.of(new StunAttribute.Username(username.value() + "x")),
                    session.transport.localCredentials().pwd());
            awaitDropped(DropReason.STUN_INVALID, 2);
            // From the peer's own address, as a spoofer would.
            var forged = rtp(9, 100);
            peer.send(forged);
            peer.send(RECEIVER_REPORT_LONG);
            awaitDropped(DropReason.SRTP_AUTH, 2);
            peer.send(new byte[]{(byte) 0x9f, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 5, 5, 5});
            awaitDropped(DropReason.RTP_MALFORMED, 1);
            peer.sendRtp(rtp(10, 20));
            assertThat(session.rtp()).isEqualTo(rtp(10, 20));
            session.write(rtp(1, 10));
            assertThat(peer.rtp()).isEqualTo(rtp(1, 10));
        }
    }

    @Test
    void aWrongFingerprintIsRefusedAndOthersStay() throws Exception {
        try (var good = new TestPeer()) {
            var undisturbed = connect(good, DtlsRole.SERVER);
            for (var role : DtlsRole.values()) {
                refuseWrongFingerprint(role, good.fingerprint());
            }
            undisturbed.write(rtp(1, 10));
            assertThat(good.rtp()).isEqualTo(rtp(1, 10));
        }
    }

    private void refuseWrongFingerprint(DtlsRole role, Fingerprint wrong) throws Exception {
        try (var bad = new TestPeer()) {
            var session = new Session(new PeerTransport.Remote(bad.credentials(), wrong, role));
            bad.aim(address(), session.transport.localCredentials());
            bad.prepareDtls(server.identity().fingerprint(), opposite(role));
            bad.shakeHands();
            bad.check();
            assertThat(session.ended()).startsWith("DTLS_FAILED").contains("expected sha-256 ");
        }
    }

    @Test
    void aLiveSessionsAddressIsNotGivenAway() throws Exception {
        try (var peer = new TestPeer(); var thief = new TestPeer()) {
            var session = connect(peer, DtlsRole.SERVER);
            // The thief's credentials, sent from the peer's address.
            var theft = open(thief, DtlsRole.SERVER);
            var username = new StunAttribute.Username(
                    theft.transport.localCredentials().ufrag() + ":" + thief.credentials().ufrag());
            peer.sendCheck(List.of(username, new StunAttribute.UseCandidate()),
                    theft.transport.localCredentials().pwd());
            awaitDropped(DropReason.STUN_INVALID, 1);
            peer.sendRtp(rtp(10, 20));
            assertThat(session.rtp()).isEqualTo(rtp(10, 20));
        }
    }

    @Test
    void handshakesBeyondTheLimitWaitForTheirNextCheck() throws Exception {
        try (var first = new TestPeer(); var second = new TestPeer(); var third = new TestPeer()) {
            for (var idle : List.of(first, second)) {
                var session = open(idle, DtlsRole.SERVER);
                idle.aim(address(), session.transport.localCredentials());
                idle.check();
            }
            var session = open(third, DtlsRole.SERVER);
            third.aim(address(), session.transport.localCredentials());
            third.check();
            await(() -> registry.get("sluice.dtls.handshakes").tag("result", "refused").functionCounter().count() >= 1);
            advanced.addAndGet(TimeUnit.SECONDS.toNanos(29));
            third.check();
            assertThat(session.endedCount()).isZero();
        }
    }

    @Test
    void aPeerThatNeverComesTimesOut() throws Exception {
        try (var peer = new TestPeer()) {
            var session = open(peer, DtlsRole.SERVER);
            advanced.addAndGet(TimeUnit.SECONDS.toNanos(31));
            assertThat(session.ended()).startsWith("ICE_TIMEOUT");
        }
    }

    @Test
    void aPeerThatChecksButNeverShakesHandsTimesOut() throws Exception {
        try (var peer = new TestPeer()) {
            var session = open(peer, DtlsRole.SERVER);
            peer.aim(address(), session.transport.localCredentials());
            peer.check();
            advanced.addAndGet(TimeUnit.SECONDS.toNanos(31));
            assertThat(session.ended()).startsWith("DTLS_FAILED");
        }
    }

    @Test
    void aPeerThatFallsSilentTimesOutAndSomeoneWhoSendsOnlyMediaStays() throws Exception {
        try (var silent = new TestPeer(); var talker = new TestPeer()) {
            var gone = connect(silent, DtlsRole.SERVER);
            var stays = connect(talker, DtlsRole.SERVER);
            advanced.addAndGet(TimeUnit.SECONDS.toNanos(20));
            talker.sendRtp(rtp(1, 20));
            stays.rtp();
            advanced.addAndGet(TimeUnit.SECONDS.toNanos(20));
            assertThat(gone.ended()).startsWith("ICE_TIMEOUT");
            talker.sendRtp(rtp(2, 20));
            assertThat(stays.rtp()).isEqualTo(rtp(2, 20));
            assertThat(stays.endedCount()).isZero();
        }
    }

    @Test
    void closeNotifyEndsTheSessionAtOnce() throws Exception {
        try (var peer = new TestPeer()) {
            var session = connect(peer, DtlsRole.SERVER);
            peer.sayGoodbye();
            assertThat(session.ended()).startsWith("PEER_CLOSED");
            session.write(rtp(1, 20));
            await(() -> notConnected() == 1);
        }
        assertThat(registry.get("sluice.webrtc.sessions").gauge().value()).isZero();
    }

    @Test
    void anErrorOfOursEndsOneSession() throws Exception {
        try (var unlucky = new TestPeer(); var lucky = new TestPeer()) {
            var broken = connect(unlucky, DtlsRole.SERVER);
            var fine = connect(lucky, DtlsRole.SERVER);
            broken.explosive = true;
            unlucky.sendRtp(rtp(1, 20));
            assertThat(broken.ended()).startsWith("INTERNAL");
            lucky.sendRtp(rtp(1, 20));
            assertThat(fine.rtp()).isEqualTo(rtp(1, 20));
        }
    }

    @Test
    void weSayCloseNotify() throws Exception {
        try (var peer = new TestPeer()) {
            var session = connect(peer, DtlsRole.CLIENT);
            session.run(session.transport::close);
            assertThat(peer.ended()).contains("closed");
            assertThat(session.endedCount()).isZero();
        }
    }

    @Test
    void goingDownEndsAllSessions() throws Exception {
        try (var peer = new TestPeer()) {
            var session = connect(peer, DtlsRole.SERVER);
            server.close();
            assertThat(session.ended()).startsWith("DRAINING");
            assertThat(peer.ended()).contains("closed");
        }
    }

    @Test
    void aTakenPortIsRefusedByName() {
        assertThatThrownBy(() -> start("127.0.0.1", server.port(), new SimpleMeterRegistry()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("webrtc.port").hasMessageContaining(String.valueOf(server.port()));
    }

    @Test
    void aWildcardIsDualStackAndOffersLoopbackLast() throws Exception {
        try (var wildcard = start("::", 0, new SimpleMeterRegistry()); var peer = new TestPeer()) {
            assertThat(wildcard.candidates()).isNotEmpty().allMatch(candidate -> candidate.port() == wildcard.port());
            assertThat(wildcard.candidates()).anyMatch(candidate -> candidate.address().isLoopbackAddress());
            var session = new Session(wildcard, peer.describe(DtlsRole.SERVER));
            peer.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), wildcard.port()),
                    session.transport.localCredentials(), wildcard.identity().fingerprint(), DtlsRole.CLIENT);
            session.connected();
            session.write(rtp(1, 20));
            assertThat(peer.rtp()).isEqualTo(rtp(1, 20));
        }
    }

    private Session open(TestPeer peer, DtlsRole serverRole) {
        return new Session(peer.describe(serverRole));
    }

    private Session connect(TestPeer peer, DtlsRole serverRole) throws Exception {
        var session = open(peer, serverRole);
        peer.connect(address(), session.transport.localCredentials(), server.identity().fingerprint(),
                opposite(serverRole));
        session.connected();
        return session;
    }

    private static DtlsRole opposite(DtlsRole role) {
        return role == DtlsRole.SERVER ? DtlsRole.CLIENT : DtlsRole.SERVER;
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    }

    private double notConnected() {
        return registry.get("sluice.webrtc.dropped").tag("reason", "NOT_CONNECTED").functionCounter().count();
    }

    private void awaitDropped(DropReason reason, int count) throws InterruptedException {
        await(() -> registry.get("sluice.webrtc.dropped").tag("reason", reason.name()).functionCounter()
                .count() >= count);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < TestPeer.PATIENCE_SECONDS * 200; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        throw new AssertionError("waited in vain");
    }

    private static final byte[] RECEIVER_REPORT = HexFormat.of().parseHex("80c9000100000007");
    private static final byte[] RECEIVER_REPORT_LONG = HexFormat.of().parseHex("80c9000100000007".repeat(5));

    private static byte[] rtp(int sequence, int payload) {
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

    /** A transport with its listener's events in queues. */
    private final class Session implements PeerTransport.Listener {
        final PeerTransport transport;
        private final BlockingQueue<byte[]> rtp = new LinkedBlockingQueue<>();
        private final BlockingQueue<byte[]> rtcp = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();
        volatile boolean explosive;
        private final BlockingQueue<Boolean> connected = new LinkedBlockingQueue<>();

        Session(PeerTransport.Remote remote) {
            this(server, remote);
        }

        Session(WebRtcServer at, PeerTransport.Remote remote) {
            transport = at.open(remote, this);
        }

        void run(Runnable task) throws InterruptedException, ExecutionException {
            transport.loop().submit(task).get();
        }

        void write(byte[]... packets) throws InterruptedException, ExecutionException {
            run(() -> {
                for (var packet : packets) {
                    transport.writeRtp(transport.allocate(packet.length).writeBytes(packet));
                }
                transport.flush();
            });
        }

        void writeRtcp(byte[] packet) throws InterruptedException, ExecutionException {
            run(() -> {
                transport.writeRtcp(transport.allocate(packet.length).writeBytes(packet));
                transport.flush();
            });
        }

        /** What the packet looks like on its way out. */
        byte[] protectedBytes(byte[] packet) throws InterruptedException, ExecutionException {
            return transport.loop().submit(() -> {
                var buffer = transport.allocate(packet.length).writeBytes(packet).retain();
                transport.writeRtp(buffer);
                var bytes = ByteBufUtil.getBytes(buffer);
                transport.flush();
                buffer.release();
                return bytes;
            }).get();
        }

        byte[] rtp() throws InterruptedException {
            return take(rtp);
        }

        byte[] rtcp() throws InterruptedException {
            return take(rtcp);
        }

        String ended() throws InterruptedException {
            return take(ended);
        }

        int endedCount() {
            return ended.size();
        }

        void connected() throws InterruptedException {
            take(connected);
        }

        private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
            var item = queue.poll(TestPeer.PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(item).as("event").isNotNull();
            return item;
        }

        @Override
        public void onConnected() {
            connected.add(true);
        }

        @Override
        public void onRtp(ByteBuf packet) {
            if (explosive) {
                throw new IllegalStateException("meant by the test");
            }
            rtp.add(ByteBufUtil.getBytes(packet));
        }

        @Override
        public void onRtcp(ByteBuf packet) {
            rtcp.add(ByteBufUtil.getBytes(packet));
        }

        @Override
        public void onClosed(StableCode code, String reason) {
            ended.add(code + ": " + reason);
        }
    }
}
