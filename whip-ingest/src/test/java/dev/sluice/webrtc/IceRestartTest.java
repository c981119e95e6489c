package dev.sluice.webrtc;

import dev.sluice.runtime.DropReason;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.dtls.DtlsRole;
import dev.sluice.webrtc.ice.IceCredentials;
import dev.sluice.webrtc.ice.StunAttribute;
import java.io.IOException;
import java.net.InetAddress;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.sluice.webrtc.TestServer.rtp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** ICE restarts over real sockets, on the native event loops and on NIO. */
@NullUnmarked
@ParameterizedClass
@ValueSource(strings = {"native", "NIO"})
class IceRestartTest {
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

    private static IceCredentials restart(TestSession session, TestPeer peer) throws Exception {
        var theirs = peer.restart();
        return session.ask(() -> session.transport.restart(theirs));
    }

    @Test
    void mediaGoesOnUntilTheNewPathIsNominated() throws Exception {
        try (var peer = new TestPeer(); var elsewhere = TestWire.udp(InetAddress.getLoopbackAddress())) {
            var session = at.connect(peer, DtlsRole.SERVER);
            var before = session.transport.localCredentials();
            var old = peer.checkBytes(NOMINATE);
            var ours = restart(session, peer);
            assertThat(ours).isEqualTo(session.transport.localCredentials()).isNotEqualTo(before);
            assertThat(at.gauge("sluice.webrtc.ufrags")).isEqualTo(2);
            assertThat(at.gauge("sluice.webrtc.sessions")).isOne();
            peer.send(old);
            peer.answer();
            session.write(rtp(1, 10));
            assertThat(peer.rtp()).isEqualTo(rtp(1, 10));
            assertThat(at.dropped(DropReason.STUN_INVALID)).as("old credentials still count").isZero();

            peer.aim(at.address(), ours);
            var first = peer.address();
            peer.rewire(elsewhere);
            peer.check();
            assertThat(at.gauge("sluice.webrtc.ufrags")).as("the old ones are gone").isOne();
            session.write(rtp(2, 10));
            assertThat(peer.rtp()).as("to where it was, " + first).isEqualTo(rtp(2, 10));
            peer.check(NOMINATE);
            session.write(rtp(3, 10));
            assertThat(peer.rtp()).isEqualTo(rtp(3, 10));
            peer.sendRtp(rtp(4, 10));
            assertThat(session.rtp()).as("under the same keys").isEqualTo(rtp(4, 10));
            assertThat(at.count("sluice.dtls.handshakes", "result", "established")).isOne();
        }
    }

    @Test
    void aPeerMayRestartBeforeItIsConnected() throws Exception {
        try (var peer = new TestPeer()) {
            var session = at.open(peer, DtlsRole.SERVER);
            restart(session, peer);
            var ours = restart(session, peer);
            assertThat(at.gauge("sluice.webrtc.ufrags")).isEqualTo(2);
            peer.connect(at.address(), ours, at.server.identity().fingerprint(), DtlsRole.CLIENT);
            session.connected();
            session.write(rtp(1, 10));
            assertThat(peer.rtp()).isEqualTo(rtp(1, 10));
            assertThat(at.gauge("sluice.webrtc.ufrags")).isOne();
        }
    }

    @Test
    void anEndedSessionLeavesNothingAndRestartsNoMore() throws Exception {
        try (var peer = new TestPeer()) {
            var session = at.connect(peer, DtlsRole.SERVER);
            restart(session, peer);
            session.run(session.transport::close);
            assertThat(at.gauge("sluice.webrtc.ufrags")).isZero();
            assertThat(at.gauge("sluice.webrtc.addresses")).isZero();
            assertThat(at.gauge("sluice.webrtc.sessions")).isZero();
            assertThatThrownBy(() -> restart(session, peer)).cause().isInstanceOfSatisfying(ProtocolException.class,
                    refused -> assertThat(refused.code()).isEqualTo(StableCode.SESSION_UNKNOWN));
            assertThat(at.gauge("sluice.webrtc.ufrags")).isZero();
        }
    }
}
