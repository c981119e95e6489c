package dev.sluice.webrtc;

import dev.sluice.webrtc.dtls.DtlsRole;
import dev.sluice.webrtc.ice.Candidate;
import dev.sluice.webrtc.ice.StunAttribute;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.sluice.webrtc.TestServer.rtp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** One wildcard socket, peers of both families, by UDP and TCP. */
class DualStackTest {
    @ParameterizedTest
    @CsvSource({"native, 127.0.0.1, UDP", "native, ::1, UDP", "native, 127.0.0.1, TCP_PASSIVE",
            "native, ::1, TCP_PASSIVE", "NIO, 127.0.0.1, UDP", "NIO, ::1, UDP", "NIO, 127.0.0.1, TCP_PASSIVE",
            "NIO, ::1, TCP_PASSIVE"})
    void aBrowserOnThisMachineComesByEitherLoopback(String kind, String literal, Candidate.Transport transport)
            throws Exception {
        try (var at = new TestServer(kind, "::")) {
            var candidate = at.server.candidates().stream().filter(each -> each.transport() == transport
                    && each.address().equals(InetAddress.ofLiteral(literal))).findFirst().orElseThrow();
            var to = new InetSocketAddress(candidate.address(), candidate.port());
            var wire = transport == Candidate.Transport.UDP ? TestWire.udp(to.getAddress()) : TestWire.tcp(to);
            try (var peer = new TestPeer(wire)) {
                var session = at.connect(peer, DtlsRole.SERVER, to);
                session.write(rtp(1, 10));
                assertThat(peer.rtp()).isEqualTo(rtp(1, 10));
                peer.sendRtp(rtp(2, 10));
                assertThat(session.rtp()).isEqualTo(rtp(2, 10));
                assertThat(peer.check().first(StunAttribute.XorMappedAddress.class))
                        .as("IPv4 stays IPv4 on a socket of both")
                        .isEqualTo(new StunAttribute.XorMappedAddress(peer.address()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "NIO"})
    void anAddressNobodySendsToIsRefusedByItsKeyAndFreesThePort(String kind) throws Exception {
        int port;
        try (var at = new TestServer(kind)) {
            port = at.server.port();
        }
        try (var at = new TestServer(kind)) {
            assertThatThrownBy(() -> at.start("127.0.0.1", port, List.of("0.0.0.0"), new SimpleMeterRegistry()))
                    .isInstanceOf(IOException.class).hasMessageContaining("webrtc.advertise");
            at.start("127.0.0.1", port, List.of("127.0.0.1"), new SimpleMeterRegistry()).close();
        }
    }
}
