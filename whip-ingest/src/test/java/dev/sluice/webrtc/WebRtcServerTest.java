package dev.sluice.webrtc;

import dev.sluice.runtime.DropReason;
import dev.sluice.webrtc.dtls.DtlsRole;
import dev.sluice.webrtc.dtls.Fingerprint;
import dev.sluice.webrtc.ice.StunAttribute;
import dev.sluice.webrtc.ice.StunMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The whole transport over real sockets, on the native event loops and on NIO. */
@NullUnmarked
@ParameterizedClass
@ValueSource(strings = {"native", "NIO"})
class WebRtcServerTest {
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
        assertThat(at.registry.get("sluice.webrtc.packets.sent").functionCounter().count()).isGreaterThanOrEqualTo(202);
        assertThat(at.registry.get("sluice.dtls.handshakes").tag("result", "established").functionCounter().count())
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
            elsewhere.aim(at.address(), session.transport.localCredentials());
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
            var session = at.open(peer, DtlsRole.SERVER);
            peer.aim(at.address(), session.transport.localCredentials());
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
            stranger.aim(at.address(), session.transport.localCredentials());
            stranger.send(new byte[]{(byte) 0xff, 1, 2});
            stranger.send(new byte[0]);
            stranger.send(new byte[]{(byte) 0x80, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 5, 5, 5});
            at.awaitDropped(DropReason.UNKNOWN_PEER, 3);
            stranger.send(HexFormat.of().parseHex("16fefd0000000000000000000101"));
            at.awaitDropped(DropReason.DTLS_UNVERIFIED, 1);
            var username = new StunAttribute.Username(
                    session.transport.localCredentials().ufrag() + ":" + peer.credentials().ufrag());
            stranger.sendCheck(List.of(username), "wrong-password-wrong-password");
            stranger.sendCheck(List.of(new StunAttribute.Username(username.value() + "x")),
                    session.transport.localCredentials().pwd());
            at.awaitDropped(DropReason.STUN_INVALID, 2);
            // From the peer's own address, as a spoofer would.
            var forged = rtp(9, 100);
            peer.send(forged);
            peer.send(RECEIVER_REPORT_LONG);
            at.awaitDropped(DropReason.SRTP_AUTH, 2);
            peer.send(new byte[]{(byte) 0x9f, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 5, 5, 5});
            at.awaitDropped(DropReason.RTP_MALFORMED, 1);
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
            var session = new TestSession(at.server, new PeerTransport.Remote(bad.credentials(), wrong, role));
            bad.aim(at.address(), session.transport.localCredentials());
            bad.prepareDtls(at.server.identity().fingerprint(), TestServer.opposite(role));
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
            var theft = at.open(thief, DtlsRole.SERVER);
            var username = new StunAttribute.Username(
                    theft.transport.localCredentials().ufrag() + ":" + thief.credentials().ufrag());
            peer.sendCheck(List.of(username, new StunAttribute.UseCandidate()),
                    theft.transport.localCredentials().pwd());
            at.awaitDropped(DropReason.STUN_INVALID, 1);
            peer.sendRtp(rtp(10, 20));
            assertThat(session.rtp()).isEqualTo(rtp(10, 20));
        }
    }

    @Test
    void handshakesBeyondTheLimitWaitForTheirNextCheck() throws Exception {
        try (var first = new TestPeer(); var second = new TestPeer(); var third = new TestPeer()) {
            for (var idle : List.of(first, second)) {
                var session = at.open(idle, DtlsRole.SERVER);
                idle.aim(at.address(), session.transport.localCredentials());
                idle.check();
            }
            var session = at.open(third, DtlsRole.SERVER);
            third.aim(at.address(), session.transport.localCredentials());
            third.check();
            await(() -> at.registry.get("sluice.dtls.handshakes").tag("result", "refused").functionCounter()
                    .count() >= 1);
            at.advance(29);
            third.check();
            assertThat(session.endedCount()).isZero();
        }
    }

    @Test
    void aPeerThatNeverComesTimesOut() throws Exception {
        try (var peer = new TestPeer()) {
            var session = at.open(peer, DtlsRole.SERVER);
            at.advance(31);
            assertThat(session.ended()).startsWith("ICE_TIMEOUT");
        }
    }

    @Test
    void aPeerThatChecksButNeverShakesHandsTimesOut() throws Exception {
        try (var peer = new TestPeer()) {
            var session = at.open(peer, DtlsRole.SERVER);
            peer.aim(at.address(), session.transport.localCredentials());
            peer.check();
            at.advance(31);
            assertThat(session.ended()).startsWith("DTLS_FAILED");
        }
    }

    @Test
    void aPeerThatFallsSilentTimesOutAndSomeoneWhoSendsOnlyMediaStays() throws Exception {
        try (var silent = new TestPeer(); var talker = new TestPeer()) {
            var gone = connect(silent, DtlsRole.SERVER);
            var stays = connect(talker, DtlsRole.SERVER);
            at.advance(20);
            talker.sendRtp(rtp(1, 20));
            stays.rtp();
            at.advance(20);
            assertThat(gone.ended()).startsWith("ICE_TIMEOUT");
            talker.sendRtp(rtp(2, 20));
            assertThat(stays.rtp()).isEqualTo(rtp(2, 20));
            assertThat(stays.endedCount()).isZero();
        }
    }

    @Test
    void ourClientHelloFollowsTheFirstCheckAndIsRepeated() throws Exception {
        try (var peer = new TestPeer()) {
            var session = at.open(peer, DtlsRole.CLIENT);
            peer.aim(at.address(), session.transport.localCredentials());
            // As FFmpeg checks: no PRIORITY, no role, no nomination.
            peer.check();
            for (int i = 0; i < 3; i++) {
                assertThat(peer.dtls()).as("handshake record").startsWith(22, 0xfe);
            }
            peer.prepareDtls(at.server.identity().fingerprint(), DtlsRole.SERVER);
            peer.shakeHands();
            session.connected();
        }
    }

    @Test
    void nothingOfOursIsLargerThanThePath() throws Exception {
        for (var role : DtlsRole.values()) {
            try (var peer = new TestPeer()) {
                var session = connect(peer, role);
                session.run(session.transport::close);
                peer.ended();
                assertThat(peer.largest()).isBetween(200, 1200);
            }
        }
    }

    @Test
    void closeNotifyEndsTheSessionAtOnce() throws Exception {
        try (var peer = new TestPeer()) {
            var session = connect(peer, DtlsRole.SERVER);
            peer.sayGoodbye();
            assertThat(session.ended()).startsWith("PEER_CLOSED");
            session.write(rtp(1, 20));
            await(() -> at.count("sluice.webrtc.dropped", "reason", "NOT_CONNECTED") == 1);
        }
        assertThat(at.registry.get("sluice.webrtc.sessions").gauge().value()).isZero();
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
            at.server.close();
            assertThat(session.ended()).startsWith("DRAINING");
            assertThat(peer.ended()).contains("closed");
        }
    }

    @Test
    void aTakenPortIsRefusedByName() {
        assertThatThrownBy(() -> at.start("127.0.0.1", at.server.port(), List.of(), new SimpleMeterRegistry()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("webrtc.port").hasMessageContaining(String.valueOf(at.server.port()));
    }

    @Test
    void aWildcardIsDualStackAndOffersLoopbackLast() throws Exception {
        try (var wildcard = at.start("::", 0, List.of(), new SimpleMeterRegistry()); var peer = new TestPeer()) {
            assertThat(wildcard.candidates()).isNotEmpty().allMatch(candidate -> candidate.port() == wildcard.port());
            assertThat(wildcard.candidates()).anyMatch(candidate -> candidate.address().isLoopbackAddress());
            var session = new TestSession(wildcard, peer.describe(DtlsRole.SERVER));
            peer.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), wildcard.port()),
                    session.transport.localCredentials(), wildcard.identity().fingerprint(), DtlsRole.CLIENT);
            session.connected();
            session.write(rtp(1, 20));
            assertThat(peer.rtp()).isEqualTo(rtp(1, 20));
        }
    }

    private TestSession connect(TestPeer peer, DtlsRole serverRole) throws Exception {
        return at.connect(peer, serverRole);
    }

    private static final byte[] RECEIVER_REPORT = HexFormat.of().parseHex("80c9000100000007");
    private static final byte[] RECEIVER_REPORT_LONG = HexFormat.of().parseHex("80c9000100000007".repeat(5));
}
