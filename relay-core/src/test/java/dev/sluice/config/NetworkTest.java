package dev.sluice.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({"10.0.0.0/8, 10.255.255.255, 11.0.0.0", "172.16.0.0/12, 172.31.9.9, 172.32.0.0",
            "192.0.2.1, 192.0.2.1, 192.0.2.0", "0.0.0.0/0, 255.0.0.1, ::1", "fc00::/7, fdff::1, fe00::1",
            "2001:db8::/33, 2001:db8:7fff::1, 2001:db8:8000::", "::1, ::1, 127.0.0.1"})
    void containsWhatBeginsLikeIt(String network, String inside, String outside)
            throws UnknownHostException {
        assertThat(Network.of(network).contains(InetAddress.getByName(inside))).isTrue();
        assertThat(Network.of(network).contains(InetAddress.getByName(outside))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "10.0.0.0/33", "10.0.0.1/8", "10.0.0.0/", "10.0.0.0/-1", "10.0.0/8", "::/129",
            "fe80::1%eth0", "localhost", "10.0.0.0/8 ", "0x7f.1"})
    void isNothingElse(String text) {
        assertThat(Network.parse(text)).isEmpty();
    }

    @Test
    void isWhatItMeans() throws UnknownHostException {
        assertThat(Network.of("::1")).isEqualTo(Network.of("0:0::1/128")).hasSameHashCodeAs(Network.of("::1/128"))
                .isNotEqualTo(Network.of("::/127")).hasToString("::1");
        assertThat(Network.of("127.0.0.1").contains(InetAddress.getByName("::ffff:127.0.0.1"))).isTrue();
    }
}
