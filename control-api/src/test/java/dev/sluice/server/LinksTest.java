package dev.sluice.server;

import dev.sluice.api.admin.TokenIssuer;
import dev.sluice.config.Config;
import dev.sluice.server.relay.Relay;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LinksTest {
    private static final TokenIssuer TOKENS = new TokenIssuer() {
        @Override
        public List<Long> apps() {
            return List.of(7L, 8L);
        }

        @Override
        public String userSig(long sdkAppId, String userId, long expireSeconds) {
            return "sig-" + sdkAppId + "-" + userId + "-" + expireSeconds;
        }
    };

    private static Links links(Relay.Ports ports, Map<String, String> environment) {
        return new Links(Config.load(Optional.empty(), environment), ports, TOKENS);
    }

    @Test
    void theDemosLinksCarryTokensOfADay() {
        var text = links(new Relay.Ports(8081, 1936, OptionalInt.empty(), 8189),
                Map.of("SLUICE_CONSOLE_ADMIN_TOKEN", "the-admin-token-1"))
                .demo(false).text();
        assertThat(text).contains("http://localhost:8081/console/#watch=7/demo/demo&viewer=demo-viewer"
                + "&sig=sig-7-demo-viewer-86400",
                "rtmp://localhost:1936/push/demo?sdkappid=7&userid=camera1&usersig=sig-7-camera1-86400",
                "http://localhost:8081/v2/pub/7/demo?SessionID=camera1\n")
                .containsPattern("(?m)^ *Bearer token +sig-7-camera1-86400$")
                .doesNotContain("the-admin-token-1", "rtmps");
    }

    @Test
    void whatThePublicUrlSaysStandsInFront() {
        var links = links(new Relay.Ports(8080, 1935, OptionalInt.of(443), 8189), Map.of("SLUICE_HTTP_PUBLIC_URL",
                "https://live.example.com/a", "SLUICE_CONSOLE_ADMIN_TOKEN", "the-admin-token-1"));
        assertThat(links.console().text()).contains("https://live.example.com/a/console/", "the-admin-token-1");
        assertThat(links.demo(true).text()).contains("rtmp://live.example.com/push/demo?",
                "rtmps://live.example.com:443/push/\n",
                "https://live.example.com/a/v2/pub/7/demo?SessionID=camera1", "the-admin-token-1");
    }

    @Test
    void aPortWithTlsIsLinkedSo() {
        var links = links(new Relay.Ports(8443, 1935, OptionalInt.of(1936), 8189),
                Map.of("SLUICE_HTTP_TLS_CERT", "f.pem", "SLUICE_HTTP_TLS_KEY", "f.key"));
        assertThat(links.demo(false).text()).contains("https://localhost:8443/console/#watch",
                "https://localhost:8443/v2/pub/7/demo?SessionID=camera1", "rtmp://localhost/push/demo?",
                "rtmps://localhost:1936/push/\n");
    }
}
