package dev.sluice.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.event.EventGroup;
import dev.sluice.room.TakeoverPolicy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigTest {
    private static final List<String> SECRETS = List.of("scrape-me", "turn-secret", "console-secret", "first-key",
            "second-key", "short-form", "api-secret", "123654", "store secret", "store%20secret");

    @TempDir
    Path folder = Path.of("");

    private Path sample = Path.of("");

    @BeforeEach
    void copySample() throws IOException {
        sample = folder.resolve("sample.yml");
        try (var in = Objects.requireNonNull(ConfigTest.class.getResourceAsStream("sample.yml"))) {
            Files.copy(in, sample);
        }
    }

    @Test
    void nothingConfiguredMeansTheDefaults() {
        var config = Config.defaults();
        assertThat(config.http())
                .isEqualTo(new Config.Http("::", 8080, Optional.empty(), Optional.empty(), List.of(), List.of("*"),
                        Optional.empty()));
        assertThat(config.rtmp()).isEqualTo(new Config.Rtmp("::", 1935, 1936, Optional.empty()));
        assertThat(config.webrtc()).isEqualTo(new Config.WebRtc("::", 8189, List.of(), List.of()));
        assertThat(config.console().adminToken()).isEmpty();
        assertThat(config.log()).isEqualTo(new Config.Log(Config.LogFormat.TEXT, Config.LogLevel.INFO));
        assertThat(config.data().directory()).isEqualTo(Path.of("data"));
        assertThat(config.storage())
                .isEqualTo(new Config.Storage("jdbc:sqlite:data/sluice.db", Optional.empty(), Optional.empty()));
        assertThat(config.retention())
                .isEqualTo(new Config.Retention(Duration.ofDays(30), Duration.ofDays(7), Duration.ofDays(30)));
        assertThat(config.apps()).isEmpty();
        assertThat(config.apiKeys()).isEmpty();
        assertThat(config.pull()).isEqualTo(new Config.Pull(false, List.of(), 200));
        assertThat(config.notYetEffective()).isEmpty();
        assertThat(config.limits()).isEqualTo(new Limits(10_000, 100, 500, 8 << 20, 16 << 20, 64, 16, 1000, 16 << 10,
                10 << 20, 64 << 10, 10_000, 50, 5000, 5, 20, 5, 4 << 20, 2000, 100_000));
    }

    @Test
    void readsEveryKey() {
        var config = Config.load(Optional.of(sample), Map.of("HOME", "/root"));
        assertThat(config.http()).isEqualTo(new Config.Http("0.0.0.0", 18_080,
                Optional.of(new Config.Tls(Path.of("http.pem"), Path.of("http.key"))),
                Optional.of(URI.create("https://live.example.com/relay")), List.of("trtc.tencentcloudapi.com"),
                List.of("https://a.example", "http://localhost:3000"), Optional.of(Secret.of("scrape-me"))));
        assertThat(config.rtmp()).isEqualTo(new Config.Rtmp("127.0.0.1", 11_935, 11_936,
                Optional.of(new Config.Tls(Path.of("/etc/rtmp.pem"), Path.of("/etc/rtmp.key")))));
        assertThat(config.webrtc()).isEqualTo(new Config.WebRtc("::1", 18_189, List.of("127.0.0.1", "2001:db8::1"),
                List.of(new Config.IceServer("stun:stun.example.com:3478", Optional.empty(), Optional.empty()),
                        new Config.IceServer("turn:turn.example.com:3478?transport=udp", Optional.of("relay"),
                                Optional.of(Secret.of("turn-secret"))))));
        assertThat(config.console().adminToken()).contains(Secret.of("console-secret"));
        assertThat(config.log()).isEqualTo(new Config.Log(Config.LogFormat.JSON, Config.LogLevel.DEBUG));
        assertThat(config.data().directory()).isEqualTo(Path.of("/var/lib/sluice"));
        assertThat(config.storage()).isEqualTo(new Config.Storage("jdbc:postgresql://db.example.com/sluice?ssl=true",
                Optional.of("relay"), Optional.of(Secret.of("store secret"))));
        assertThat(config.retention())
                .isEqualTo(new Config.Retention(Duration.ofDays(31), Duration.ofDays(8), Duration.ofHours(12)));
        assertThat(config.apps()).containsExactly(
                new Config.App(1_400_000_001L, List.of(Secret.of("first-key"), Secret.of("second-key")), true,
                        TakeoverPolicy.REJECT_IF_LIVE, 3,
                        Optional.of(new Callback(Optional.of(URI.create("http://127.0.0.1:9000/cb")),
                                new Callback.Urls(Optional.of(URI.create("http://r")),
                                        Optional.of(URI.create("http://m")),
                                        Optional.of(URI.create("http://i"))),
                                Optional.of(Secret.of("123654")), Optional.of(Path.of("/etc/receivers.pem")),
                                List.of(EventGroup.ROOM, EventGroup.INGEST))),
                        List.of("AutoPush")),
                new Config.App(4_294_967_295L, List.of(Secret.of("short-form")), false, TakeoverPolicy.REPLACE, 10,
                        Optional.empty(), List.of()));
        var policy = JsonNodeFactory.instance.objectNode().put("version", "2.0");
        policy.putArray("statement");
        assertThat(config.apiKeys()).containsExactly(
                new Config.ApiKey("AKIDx", Secret.of("api-secret"), Optional.of("12345678"), Optional.of(policy)),
                new Config.ApiKey("AKIDy", Secret.of("api-secret"), Optional.empty(),
                        Optional.of(TextNode.valueOf("QcloudTRTCReadonlyAccess"))));
        assertThat(config.pull()).isEqualTo(
                new Config.Pull(true, List.of(Network.of("10.0.0.0/8"), Network.of("fd00::1")), 17));
        assertThat(config.limits()).isEqualTo(new Limits(1, 2, 3, 1 << 20, 2 << 20, 8, 4, 10, 4096, 2048, 32 << 10, 4,
                5, 6, 7, 8, 9, 65_536, 500, 10));
    }

    @Test
    void namesTheKeysThatHaveNoEffectYet() {
        assertThat(Config.load(Optional.of(sample), Map.of()).notYetEffective()).containsExactly("http.trustedProxies",
                "pull.allowUnsandboxed");
    }

    @Test
    void theEnvironmentComesBeforeTheFile() {
        var config = Config.load(Optional.of(sample), Map.ofEntries(Map.entry("SLUICE_RTMP_PORT", "0"),
                Map.entry("SLUICE_HTTP_PUBLIC_URL", "http://relay.test"),
                Map.entry("SLUICE_HTTP_CORSORIGINS", "[\"*\"]"), Map.entry("SLUICE_WEBRTC_ADVERTISE", "[]"),
                Map.entry("SLUICE_LOG_LEVEL", "warn"), Map.entry("SLUICE_CONSOLE_ADMIN_TOKEN", "other"),
                Map.entry("SLUICE_LIMITS_GOP_CACHE_BYTES", "1MiB"), Map.entry("SLUICE_LIMITS_SDP_BYTES", "70000"),
                Map.entry("SLUICE_PULL_ALLOW_UNSANDBOXED", "false"),
                Map.entry("SLUICE_APPS", "[{\"sdkAppId\":7,\"secretKey\":\"k\",\"graceSeconds\":0}]")));
        assertThat(config.rtmp().port()).isZero();
        assertThat(config.http().publicUrl()).contains(URI.create("http://relay.test"));
        assertThat(config.http().corsOrigins()).containsExactly("*");
        assertThat(config.webrtc().advertise()).isEmpty();
        assertThat(config.log().level()).isEqualTo(Config.LogLevel.WARN);
        assertThat(config.console().adminToken()).contains(Secret.of("other"));
        assertThat(config.limits().gopCacheBytes()).isEqualTo(1 << 20);
        assertThat(config.limits().sdpBytes()).isEqualTo(70_000);
        assertThat(config.apps())
                .containsExactly(new Config.App(7, List.of(Secret.of("k")), false, TakeoverPolicy.REPLACE, 0,
                        Optional.empty(), List.of()));
    }

    @Test
    void rtmpHasTheCertificateOfHttpUnlessItHasItsOwn() {
        var http = Map.of("SLUICE_HTTP_TLS_CERT", "f.pem", "SLUICE_HTTP_TLS_KEY", "f.key");
        var tls = Optional.of(new Config.Tls(Path.of("f.pem"), Path.of("f.key")));
        assertThat(Config.load(Optional.empty(), http).rtmp()).isEqualTo(new Config.Rtmp("::", 1935, 1936, tls));
        var rtmp = Map.of("SLUICE_RTMP_TLS_CERT", "f.pem", "SLUICE_RTMP_TLS_KEY", "f.key", "SLUICE_RTMP_TLS_PORT", "0");
        assertThat(Config.load(Optional.empty(), rtmp).rtmp()).isEqualTo(new Config.Rtmp("::", 1935, 0, tls));
        assertThat(Config.load(Optional.empty(), rtmp).http().tls()).isEmpty();
    }

    @Test
    void leavesVariablesOfOthersAlone() {
        var kubernetes = Map.of("SLUICE_SERVICE_HOST", "10.0.0.1", "SLUICE_PORT", "tcp://10.0.0.1:8080",
                "SLUICE_PORT_8080_TCP_ADDR", "10.0.0.1", "SLUICE_JAVA_HOME", "/jdk", "OTHER", "x");
        assertThat(Config.load(Optional.empty(), kubernetes)).isEqualTo(Config.defaults());
    }

    @Test
    void theDatabaseLiesInTheDataFolderUnlessItIsNamed() {
        var data = Config.load(Optional.empty(), Map.of("SLUICE_DATA_DIRECTORY", "/srv"));
        assertThat(data.storage().url()).isEqualTo("jdbc:sqlite:/srv/sluice.db");
        var keys = Config.load(Optional.empty(), Map.of("SLUICE_STORAGE_URL", "jdbc:postgresql:sluice",
                "SLUICE_STORAGE_USER", "u", "SLUICE_STORAGE_PASSWORD", "p"));
        assertThat(keys.storage()).isEqualTo(
                new Config.Storage("jdbc:postgresql:sluice", Optional.of("u"), Optional.of(Secret.of("p"))));
    }

    @Test
    void secretsMayStandInFiles() throws IOException {
        var token = Files.writeString(folder.resolve("token"), "from-a-file\n");
        var keys = Files.writeString(folder.resolve("keys"), "one\ntwo\n");
        var file = Files.writeString(folder.resolve("c.yml"),
                "apps: [{ sdkAppId: 1, secretKeysFile: '" + keys + "' }, { sdkAppId: 2, secretKeyFile: '" + token
                        + "' }]");
        var config = Config.load(Optional.of(file), Map.of("SLUICE_CONSOLE_ADMIN_TOKEN_FILE", token.toString()));
        assertThat(config.console().adminToken()).contains(Secret.of("from-a-file"));
        assertThat(config.apps().getFirst().revealedKeys()).containsExactly("one", "two");
        assertThat(config.apps().getLast().revealedKeys()).containsExactly("from-a-file");
    }

    @Test
    void showsNoSecret() {
        var config = Config.load(Optional.of(sample), Map.of());
        assertThat(config.toString()).doesNotContain(SECRETS).contains("***");
        assertThat(config.toYaml()).doesNotContain(SECRETS).contains("adminToken: '***'");
    }

    /** But for the secrets, what is printed reads back as the same configuration. */
    @Test
    void whatItPrintsIsAConfiguration() throws IOException {
        var config = Config.load(Optional.of(sample), Map.of());
        var printed = Files.writeString(folder.resolve("printed.yml"),
                config.toYaml().replace("'***'", "hidden"));
        var again = Config.load(Optional.of(printed), Map.of());
        assertThat(again.toYaml()).isEqualTo(config.toYaml());
        assertThat(again.limits()).isEqualTo(config.limits());
        assertThat(again.http().publicUrl()).isEqualTo(config.http().publicUrl());
        assertThat(again.http().tls()).isEqualTo(config.http().tls());
        assertThat(again.rtmp()).isEqualTo(config.rtmp());
        assertThat(again.apiKeys()).extracting(Config.ApiKey::policy)
                .isEqualTo(config.apiKeys().stream().map(Config.ApiKey::policy).toList());
        assertThat(again.storage().url()).isEqualTo(config.storage().url());
        assertThat(again.retention()).isEqualTo(config.retention());
        assertThat(again.pull()).isEqualTo(config.pull());
        assertThat(again.webrtc().advertise()).isEqualTo(config.webrtc().advertise());
    }

    @Test
    void anEmptyFileConfiguresNothing() throws IOException {
        for (var text : List.of("", "# nothing\n", "---\n", "rtmp:\nhttp: { metricsToken: null }\n")) {
            var file = Files.writeString(folder.resolve("empty.yml"), text);
            assertThat(Config.load(Optional.of(file), Map.of())).isEqualTo(Config.defaults());
        }
    }
}
