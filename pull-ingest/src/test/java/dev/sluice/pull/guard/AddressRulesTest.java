package dev.sluice.pull.guard;

import dev.sluice.config.Network;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AddressRulesTest {
    private static final AddressRules STRICT = new AddressRules(false, List.of());
    private static final AddressRules PRIVATE = new AddressRules(true, List.of());

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
            "128.0.0.0", "169.253.255.255", "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0",
            "198.17.0.0",
            "198.20.0.0", "223.255.255.255", "2001:200::1", "2606:4700::1111", "2a00:1450::", "::ffff:8.8.8.8",
            "64:ff9b::808:808", "2002:808:808::1"})
    void publicOnesAreGood(String text) throws UnknownHostException {
        assertThat(STRICT.objection(address(text))).isEmpty();
        assertThat(PRIVATE.objection(address(text))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, loopback", "127.255.255.254, loopback", "::1, loopback", "::ffff:127.0.0.1, loopback",
            "64:ff9b::7f00:1, loopback", "2002:7f00:1::, loopback", "10.0.0.1, private", "172.16.0.1, private",
            "172.31.255.255, private", "192.168.1.1, private", "fec0::1, private", "100.64.0.1, carrier",
            "100.127.255.255, carrier", "169.254.1.1, link-local", "fe80::1, link-local", "febf::1, link-local",
            "fc00::1, unique-local", "fdff::1, unique-local", "64:ff9b::a00:1, private"})
    void privateOnesAreGoodWhereThatIsConfigured(String text, String kind) throws UnknownHostException {
        assertThat(STRICT.objection(address(text)).orElseThrow()).contains(kind);
        assertThat(PRIVATE.objection(address(text))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0, unspecified", "0.1.2.3, unspecified", "::, unspecified", "169.254.169.254, metadata",
            "169.254.170.2, metadata", "100.100.100.200, metadata", "168.63.129.16, metadata",
            "fd00:ec2::254, metadata",
            "fd20:ce::254, metadata", "64:ff9b::a9fe:a9fe, metadata", "2002:a9fe:a9fe::, metadata",
            "224.0.0.1, multicast",
            "239.255.255.255, multicast", "ff02::1, multicast", "240.0.0.1, reserved", "255.255.255.255, broadcast",
            "192.0.0.8, protocols", "192.88.99.1, protocols", "64:ff9b:1::1, protocols", "2001::1, protocols",
            "2001:0:53aa:64c:0:7e57:80ff:fffe, protocols", "192.0.2.1, documentation", "198.51.100.1, documentation",
            "203.0.113.1, documentation", "2001:db8::1, documentation", "3fff::1, documentation",
            "198.19.0.1, benchmarks",
            "2001:2::1, protocols", "::127.0.0.1, reserved", "::ffff:0:127.0.0.1, reserved", "100::1, reserved",
            "5f00::1, reserved", "4000::1, reserved"})
    void othersMustBeNamed(String text, String kind) throws UnknownHostException {
        assertThat(STRICT.objection(address(text)).orElseThrow()).contains(kind);
        assertThat(PRIVATE.objection(address(text)).orElseThrow()).contains(kind);
        var whole = new AddressRules(false, List.of(Network.of("0.0.0.0/0"), Network.of("::/0")));
        assertThat(whole.objection(address(text))).isEmpty();
    }

    /** Java makes IPv4 addresses of them, but not of those that a resolver brings. */
    @Test
    void mappedOnesAreWhatTheyMap() throws UnknownHostException {
        byte[] mapped = address("64:ff9b::808:808").getAddress();
        System.arraycopy(new byte[]{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1}, 0, mapped, 0, 12);
        assertThat(STRICT.objection(Inet6Address.getByAddress(null, mapped, -1))).isEmpty();
        mapped[12] = 127;
        assertThat(STRICT.objection(Inet6Address.getByAddress(null, mapped, -1))).contains("a loopback address");
    }

    @Test
    void namesAreForThatNetworkAlone() throws UnknownHostException {
        var named = new AddressRules(false, List.of(Network.of("10.1.0.0/16"), Network.of("169.254.169.254")));
        assertThat(named.objection(address("10.1.2.3"))).isEmpty();
        assertThat(named.objection(address("64:ff9b::a01:203"))).isEmpty();
        assertThat(named.objection(address("10.2.0.0"))).isPresent();
        assertThat(named.objection(address("169.254.169.254"))).isEmpty();
        assertThat(named.objection(address("169.254.169.253"))).isPresent();
    }
}
