package dev.sluice.webrtc.ice;

import io.netty.buffer.Unpooled;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CandidateTest {
    private static final InetAddress ANY_V4 = InetAddress.ofLiteral("0.0.0.0");
    private static final InetAddress ANY_V6 = InetAddress.ofLiteral("::");

    @Test
    void readsAsSdp() {
        var candidates = HostCandidates.ranked(
                List.of(InetAddress.ofLiteral("192.0.2.7"), InetAddress.ofLiteral("2001:db8::7")), 8189);
        assertThat(candidates).extracting(Candidate::sdp).containsExactly(
                "h1 1 udp 2130706431 192.0.2.7 8189 typ host",
                "h2 1 udp 2130706175 2001:db8:0:0:0:0:0:7 8189 typ host",
                "t1 1 tcp 1520435199 192.0.2.7 8189 typ host tcptype passive",
                "t2 1 tcp 1520434943 2001:db8:0:0:0:0:0:7 8189 typ host tcptype passive");
    }

    @Test
    void advertisedAddressesAreAllThereIs() {
        assertThat(HostCandidates.of(ANY_V6, 1, List.of("203.0.113.9", "127.0.0.1")))
                .extracting(candidate -> candidate.address().getHostAddress())
                .containsExactly("203.0.113.9", "127.0.0.1", "203.0.113.9", "127.0.0.1");
        assertThatThrownBy(() -> HostCandidates.of(ANY_V6, 1, List.of("no such name.invalid")))
                .hasMessageContaining("webrtc.advertise").hasMessageContaining("no such name.invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "224.0.0.1", "ff02::1"})
    void nobodySendsToSomeAddresses(String wrong) {
        assertThatThrownBy(() -> HostCandidates.of(ANY_V6, 1, List.of("203.0.113.9", wrong)))
                .hasMessageContaining("webrtc.advertise").hasMessageContaining(wrong);
    }

    @Test
    void aBoundAddressIsTheOnlyOne() {
        assertThat(HostCandidates.of(InetAddress.ofLiteral("127.0.0.1"), 1, List.of())).hasSize(2)
                .allMatch(candidate -> candidate.address().getHostAddress().equals("127.0.0.1"));
    }

    @Test
    void aWildcardOffersTheHostsAddressesAndLoopbackLast() {
        var v4 = udp(ANY_V4);
        assertThat(v4).isNotEmpty().allMatch(Inet4Address.class::isInstance);
        assertThat(v4.getLast().isLoopbackAddress()).isTrue();
        assertThat(v4.subList(0, v4.size() - 1)).noneMatch(InetAddress::isLoopbackAddress);
        var both = udp(ANY_V6);
        assertThat(both).startsWith(v4.subList(0, v4.size() - 1).toArray(InetAddress[]::new))
                .endsWith(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"))
                .noneMatch(InetAddress::isLinkLocalAddress);
    }

    private static List<InetAddress> udp(InetAddress bound) {
        return HostCandidates.of(bound, 1, List.of()).stream()
                .filter(candidate -> candidate.transport() == Candidate.Transport.UDP).map(Candidate::address).toList();
    }

    @Test
    void prioritiesFallAndFitThirtyOneBits() {
        var many = HostCandidates.ranked(
                java.util.stream.IntStream.range(0, 40).mapToObj(i -> InetAddress.ofLiteral("192.0.2." + i)).toList(),
                1);
        assertThat(many).hasSize(2 * HostCandidates.MAX_ADDRESSES);
        assertThat(many).extracting(Candidate::priority).isSortedAccordingTo(java.util.Comparator.reverseOrder())
                .doesNotHaveDuplicates().allMatch(priority -> priority > 0 && priority <= Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource({"'', UNKNOWN", "00, UNKNOWN", "0001, STUN", "0300, STUN", "0400, UNKNOWN", "1300, UNKNOWN",
            "1416, DTLS", "3f16, DTLS", "4016, UNKNOWN", "7f60, UNKNOWN", "8060, RTP", "80e0, RTP", "803f, RTP",
            "80c0, RTCP", "80c8, RTCP", "80df, RTCP", "8040, RTCP", "805f, RTCP", "bfc8, RTCP", "c060, UNKNOWN"})
    void sortsDatagrams(String hex, PacketKind kind) {
        assertThat(PacketKind.of(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)))).isEqualTo(kind);
    }
}
