package dev.sluice.pull.guard;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class SourceUrlTest {
    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {"http://a.example/x.flv http://a.example/x.flv 80",
            "HTTPS://A.Example/X?q=1#f https://a.example/X?q=1 443",
            "rtmp://a.example/live/x rtmp://a.example/live/x 1935",
            "rtmps://a.example:1937/live/x rtmps://a.example:1937/live/x 1937", "http://a.example http://a.example/ 80",
            "http://a.example?q http://a.example/?q 80", "http://a.example:80/ http://a.example/ 80",
            "http://u:p%40@a.example/ http://u:p%40@a.example/ 80", "http://@a.example/ http://a.example/ 80",
            "http://a.example./ http://a.example/ 80", "http://_a.b-c.example/ http://_a.b-c.example/ 80",
            "http://bücher.example/ü http://xn--bcher-kva.example/ü 80", "http://ａ．example/ http://a.example/ 80",
            "http://[2001:DB8::1]:81/ http://[2001:db8::1]:81/ 81", "http://0x7f.1/ http://0x7f.1/ 80",
            "http://a.example//b/../c http://a.example//b/../c 80"})
    void understands(String written, String read, int port) {
        var url = SourceUrl.parse(written);
        assertThat(url.revealed()).isEqualTo(read);
        assertThat(url.port()).isEqualTo(port);
        assertThat(SourceUrl.parse(read)).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"ftp://a/x|scheme: found ftp", "file:///etc/passwd|scheme: found file",
            "hls+http://a/|scheme: found hls+http", "//a/x|scheme: found none", "x.flv|scheme: found none",
            "http:a|form", "http:///x|host: found nothing", "http://:80/|host: found nothing", "http://a:/|form",
            "http://a:0/|port: found 0", "http://a:65536/|port: found 65536", "http://a:123456/|form",
            "http://a:80:90/|form", "http://u%2@a/|form", "http://u%zz@a/|form", "http://a@b@c/|form",
            "http://a/b@c:d@e/\\|form", "http://a\\@b/|form",
            "http://a%2eb/|form", "http://a%00.b/|form", "http://[::1/|form", "http://::1/|form", "http://[::1]a/|form",
            "http://[::1%25lo]/|host: found no IPv6", "http://[fe80::1%lo]/|host: found no IPv6",
            "http://[127.0.0.1]/|host: found no IPv6", "http://[::1.2.3]/|host: found no IPv6",
            "http://[]/|host: found no IPv6", "http://[v1.x]/|host: found no",
            "http://a..b/|host", "http://-a.b/|host", "http://a b/|form", "http://a/\u0007x|form", "http://a/x\ty|form",
            "http://a/x\u0085|form", "http://a;b/|host", "http://a,b/|host", "http://1.2.3.4.5/|host: found a number",
            "http://256.1.1.1/|host: found a number", "http://1.2.3.08/|host: found a number",
            "http://4294967296/|host: found a number", "http://0x/|host: found a number",
            "http://a.0x1/|host: found a num",
            "http://1..2/|host", "http://1.-2/|host: found what is no host", "http://../|host"})
    void refuses(String url, String part) {
        var refused = catchThrowableOfType(ProtocolException.class, () -> SourceUrl.parse(url));
        assertThat(refused.code()).isEqualTo(StableCode.SOURCE_REFUSED);
        assertThat(refused).hasMessageStartingWith("URL " + part);
    }

    @Test
    void isBoundedInBytes() {
        String url = "http://a.example/" + "ü".repeat(1015);
        assertThat(SourceUrl.parse(url + "x").target()).hasSize(1017);
        assertThat(catchThrowableOfType(ProtocolException.class, () -> SourceUrl.parse(url + "ü")))
                .hasMessage("URL length: found 2049 bytes, expected at most 2048");
        assertThat(catchThrowableOfType(ProtocolException.class,
                () -> SourceUrl.parse("http://" + "a.".repeat(127) + "b/"))).hasMessageContaining("host");
        assertThat(SourceUrl.parse("http://" + "u%20".repeat(500) + "@a/").userinfo().orElseThrow()).hasSize(2000);
    }

    @ParameterizedTest
    @CsvSource({"2130706433, 127.0.0.1", "0x7f000001, 127.0.0.1", "0X7F.0.0.1, 127.0.0.1", "017700000001, 127.0.0.1",
            "0177.0.0.01, 127.0.0.1", "127.1, 127.0.0.1", "127.0.1, 127.0.0.1", "127.0.0.1., 127.0.0.1", "0, 0.0.0.0",
            "１２７。０。０。１, 127.0.0.1", "①②⑦.0.0.1, 127.0.0.1", "4294967295, 255.255.255.255",
            "0xa9fea9fe, 169.254.169.254", "1.2.65535, 1.2.255.255", "[::ffff:7f00:1], 127.0.0.1",
            "[::ffff:10.0.0.1], 10.0.0.1", "[64:FF9B::10.0.0.1], 64:ff9b:0:0:0:0:a00:1",
            "[::10.0.0.1], 0:0:0:0:0:0:a00:1", "[::1], 0:0:0:0:0:0:0:1", "[0:0::0:1], 0:0:0:0:0:0:0:1"})
    void knowsAddressesInEveryForm(String host, String address) {
        assertThat(SourceUrl.parse("http://" + host + "/").host().address().orElseThrow().getHostAddress())
                .isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {"/x?y http://u:p@a.example:81/x?y", "x http://u:p@a.example:81/d/x",
            "?z http://u:p@a.example:81/d/e?z", "#f http://u:p@a.example:81/d/e?q=1",
            "//b.example/x http://b.example/x",
            "http://a.example:81/y http://u:p@a.example:81/y", "http://a.example/y http://a.example/y",
            "https://a.example:81/y https://a.example:81/y", "http://v@a.example:81/y http://v@a.example:81/y"})
    void followsRedirects(String location, String next) {
        assertThat(SourceUrl.parse("http://u:p@a.example:81/d/e?q=1").redirected(location).revealed()).isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {"https://a/ http://a/", "https://a/ rtmp://a/", "http://a/ rtmp://a/x/y",
            "rtmp://a/x/y http://a/", "rtmps://a/x/y rtmp://a/x/y", "http://a/ file:///etc/passwd",
            "http://a/ gopher://a/",
            "http://a/ //\\@b/", "http://a/ javascript:1"})
    void doesNotFollowEverything(String url, String location) {
        var from = SourceUrl.parse(url);
        assertThat(catchThrowableOfType(ProtocolException.class, () -> from.redirected(location)).code())
                .isEqualTo(StableCode.SOURCE_REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://user:hidden@a.example/x?key=hidden", "rtmp://a.example/live/x?sign=hidden#hidden"})
    void showsNoSecret(String url) {
        assertThat(SourceUrl.parse(url).toString()).doesNotContain("hidden", "user").contains("a.example");
    }

    @Test
    void requestsAreAscii() {
        var url = SourceUrl.parse("http://a.example/ü?ß=%20");
        assertThat(url.requestTarget()).isEqualTo("/%C3%BC?%C3%9F=%20");
        assertThat(url.userinfo()).isEqualTo(Optional.empty());
    }
}
