package dev.sluice.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ConfigErrorsTest {
    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "rtmp: { prot: 1 }|rtmp.prot: unknown key, expected one of host, port, tls, tlsPort",
            "rmtp: {}|rmtp: unknown key, expected one of apiKeys, apps, console, data, http, limits, log, pull,",
            "rtmp: { port: 65536 }|rtmp.port: found 65536, expected a whole number from 0 to 65535",
            "rtmp: { port: -1 }|rtmp.port: found -1, expected",
            "rtmp: { port: '1935' }|rtmp.port: found '1935', expected a whole number",
            "rtmp: { port: 19.35 }|rtmp.port: found 19.35, expected",
            "rtmp: { port: [1935] }|rtmp.port: found a list, expected",
            "rtmp: 1935|rtmp: found a single value, expected keys and values",
            "rtmp: []|rtmp: found a list, expected keys and values",
            "http: { host: 'http://x' }|http.host: found 'http://x', expected an address or a host name",
            "http: { publicUrl: live.example.com }|http.publicUrl: found 'live.example.com', expected a URL such as",
            "http: { publicUrl: 'ftp://x' }|http.publicUrl: found 'ftp://x'",
            "http: { publicUrl: 'https://x/?a=1' }|http.publicUrl: found",
            "http: { corsOrigins: '*' }|http.corsOrigins: found a single value, expected a list",
            "http: { corsOrigins: ['*', 'https://x/path'] }|http.corsOrigins[1]: found 'https://x/path', expected * or",
            "http: { tls: { cert: f.pem } }|http.tls.key: found nothing, expected the file of the certificate's private",
            "http: { tls: { cert: 7, key: f.key } }|http.tls.cert: found 7, expected a file in PEM, in quotes",
            "http: { tls: { crt: f.pem } }|http.tls.crt: unknown key, expected one of cert, key",
            "rtmp: { tls: { key: f.key } }|rtmp.tls.cert: found nothing, expected the file of the key's certificate",
            "rtmp: { tlsPort: 65536 }|rtmp.tlsPort: found 65536, expected a whole number from 0 to 65535",
            "http: { metricsToken: [x-secret] }|http.metricsToken: found a list, expected text",
            "webrtc: { advertise: [relay.example.com] }|webrtc.advertise[0]: found 'relay.example.com', expected an IP",
            "webrtc: { iceServers: [{ url: 'http://x' }] }|webrtc.iceServers[0].url: found 'http://x', expected stun:",
            "webrtc: { iceServers: [{}] }|webrtc.iceServers[0].url: found nothing, expected stun:",
            "webrtc: { iceServers: ['stun:x'] }|webrtc.iceServers[0]: found a single value, expected keys and values",
            "console: { adminToken: '' }|console.adminToken: found an empty text, expected text",
            "console: { adminToken: 12345 }|console.adminToken: found a single value, expected text, in quotes",
            "console: { adminTokenFile: nowhere }|console.adminTokenFile: found no readable file 'nowhere', expected",
            "console: { adminToken: x, adminTokenFile: y }|console.adminToken: found itself and adminTokenFile",
            "log: { level: loud }|log.level: found 'loud', expected one of debug, error, info, trace, warn",
            "log: { format: true }|log.format: found true, expected one of json, text",
            "data: { directory: 7 }|data.directory: found 7, expected a folder, in quotes",
            "limits: { rtmpMessageBytes: 8MB }|limits.rtmpMessageBytes: found '8MB', expected a size such as 8MiB",
            "limits: { rtmpMessageBytes: 1GiB }|limits.rtmpMessageBytes: found '1GiB', expected a size such as 8MiB, "
                    + "16KiB or a number of bytes, from 65536 to 16777216",
            "limits: { connections: 0 }|limits.connections: found 0, expected a whole number from 1",
            "limits: { connections: 99999999999999999999 }|limits.connections: found 99999999999999999999, expected",
            "retention: { endedTasks: 30 }|retention.endedTasks: found 30, expected a duration such as 30d",
            "retention: { endedTasks: 30w }|retention.endedTasks: found '30w', expected a duration such as 30d",
            "storage: { url: /tmp/x.db }|storage.url: found '/tmp/x.db', expected jdbc:sqlite:",
            "storage: { url: 'jdbc:sqlite::memory:' }|storage.url: found 'jdbc:sqlite::memory:', expected jdbc:sqlite: and",
            "storage: { url: 'jdbc:sqlite:x.db?synchronous=off' }|storage.url: found 'jdbc:sqlite:x.db?...', expected",
            "storage: { url: 'jdbc:mysql://h/d?password=x-secret' }|storage.url: found 'jdbc:mysql://h/d?...', expected",
            "storage: { url: 'postgres://u:x-secret@h/d' }|storage.url: found 'postgres://...@h/d', expected jdbc:sqlite:",
            "storage: { url: 'jdbc:postgresql://u:x-secret@h/d' }|storage.url: found 'jdbc:postgresql://...@h/d', expected",
            "storage: { url: 'jdbc:postgresql:d?sslpassword=x-secret' }|storage.url: found one with a second password",
            "storage: { url: 'jdbc:postgresql:d?password=x-secret', password: x-secret }|storage.password: found itself and",
            "storage: { url: 'jdbc:postgresql:d?password=x-secret%' }|storage.url: found a password that is not percent-enc",
            "storage: { url: [x-secret] }|storage.url: found a list, expected text",
            "storage: { user: u }|storage.user: found one for SQLite, expected none, because",
            "storage: { password: x-secret }|storage.password: found one for SQLite, expected none, because",
            "pull: { allowUnsandboxed: 'true' }|pull.allowUnsandboxed: found 'true', expected true or false",
            "pull: { allowAddresses: [10.0.0.1/8] }|pull.allowAddresses[0]: found '10.0.0.1/8', expected an address or a",
            "pull: { allowAddresses: [localhost] }|pull.allowAddresses[0]: found 'localhost', expected an address or a",
            "pull: { maxConcurrent: 0 }|pull.maxConcurrent: found 0, expected a whole number from 1 to 100000",
            "apps: []|apps: found an empty list, expected at least one application, or no such key",
            "apps: {}|apps: found keys and values, expected a list",
            "apps: [{ secretKey: k }]|apps[0].sdkAppId: found nothing, expected a whole number from 1 to 4294967295",
            "apps: [{ sdkAppId: 0, secretKey: k }]|apps[0].sdkAppId: found 0, expected",
            "apps: [{ sdkAppId: 1 }]|apps[0].secretKeys: found nothing, expected at least one key",
            "apps: [{ sdkAppId: 1, secretKeys: [] }]|apps[0].secretKeys: found nothing, expected at least one key",
            "apps: [{ sdkAppId: 1, secretKeys: [ok, 2] }]|apps[0].secretKeys[1]: found a single value, expected text",
            "apps: [{ sdkAppId: 1, secretKeys: [a], secretKey: b }]|apps[0].secretKeys: found itself and secretKey",
            "apps: [{ sdkAppId: 1, secretKey: k, grace: 1 }]|apps[0].grace: unknown key, expected one of callback,",
            "apps: [{ sdkAppId: 1, secretKey: k, takeover: no }]|apps[0].takeover: found ",
            "apps: [{ sdkAppId: 1, secretKey: k }, { sdkAppId: 1, secretKey: k }]|apps[1].sdkAppId: found 1 again",
            "apps: [{ sdkAppId: 1, secretKey: k, requirePrivateMapKey: 1 }]|apps[0].requirePrivateMapKey: found",
            "apps: [{ sdkAppId: 1, secretKey: k, callback: { uri: x } }]|apps[0].callback.uri: unknown key",
            "apps: [{ sdkAppId: 1, secretKey: k, callback: { key: abc } }]|apps[0].callback.url: found nothing, expected http",
            "apps: [{ sdkAppId: 1, secretKey: k, callback: { url: 'ftp://h/' } }]|apps[0].callback.url: found something else",
            "apps: [{ sdkAppId: 1, secretKey: k, callback: { url: 'http://' } }]|apps[0].callback.url: found something else",
            "apps: [{ sdkAppId: 1, secretKey: k, callback: { urls: { media: 'http://u:p@h/' } } }]|apps[0].callback.urls.media: found a URL with user information",
            "apps: [{ sdkAppId: 1, secretKey: k, callback: { url: 'http://h/', key: 'a-b' } }]|apps[0].callback.key: found something else, expected 1 to 32",
            "apps: [{ sdkAppId: 1, secretKey: k, callback: { url: 'http://h/', key: '012345678901234567890123456789012' } }]|apps[0].callback.key: found",
            "apps: [{ sdkAppId: 1, secretKey: k, callback: { url: 'http://h/', events: [relay] } }]|apps[0].callback.events[0]: found 'relay'",
            "apps: [{ sdkAppId: 1, secretKey: k, ignoreUnsupported: [All] }]|apps[0].ignoreUnsupported[0]: found 'All'",
            "apiKeys: [{ id: x }]|apiKeys[0].secretId: found nothing, expected 1 to 128 of letters",
            "apiKeys: [{ secretId: x, secretKey: k, id: x }]|apiKeys[0].id: unknown key",
            "apiKeys: [{ secretId: a/b, secretKey: k }]|apiKeys[0].secretId: found 'a/b', expected",
            "apiKeys: [{ secretId: x }]|apiKeys[0].secretKey: found nothing, expected the key that signs",
            "apiKeys: [{ secretId: x, secretKey: 7 }]|apiKeys[0].secretKey: found a single value, expected text",
            "apiKeys: [{ secretId: x, secretKey: k, uin: 12 }]|apiKeys[0].uin: found 12, expected digits, in quotes",
            "apiKeys: [{ secretId: x, secretKey: k }, { secretId: x, secretKey: k }]|apiKeys[1].secretId: found x again",
            "http: { hostAliases: ['https://x'] }|http.hostAliases[0]: found 'https://x', expected a host name",
            "just text|found a single value, expected keys and values",
            "rtmp: { port: 1, port: 2 }|line 1",
            "a: &x 1: 2|line 1",
            "rtmp: {}\\n---\\nhttp: {}|found several YAML documents, expected one",
            "x: &a 1935\\nrtmp: { port: *a }|alias",
            "rtmp: { port: 1\\nhttp: {|line 2"})
    void tellsInOneLineWhatIsWrong(String yaml, String message) throws IOException {
        var file = Files.writeString(folder.resolve("c.yml"), yaml.replace("\\n", "\n"));
        var refused = refusal(Optional.of(file), Map.of());
        assertThat(refused).hasMessageContaining(message);
        assertThat(refused.getMessage()).doesNotContain("\n").doesNotContain("x-secret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "SLUICE_RTMP_PORT|a|SLUICE_RTMP_PORT: found 'a', expected a whole number from 0 to 65535",
            "SLUICE_RTMP_PORT|``|SLUICE_RTMP_PORT: found '', expected",
            "SLUICE_RTMP_PROT|1|SLUICE_RTMP_PROT: found a variable that is no configuration key, expected SLUICE_ and",
            "SLUICE_APPS|[{|SLUICE_APPS: found text that is no JSON, expected a list in JSON",
            "SLUICE_APPS|[] x|SLUICE_APPS: found text that is no JSON, expected a list in JSON",
            "SLUICE_APPS|{}|SLUICE_APPS: found keys and values, expected a list",
            "SLUICE_APPS|[{\"sdkAppId\":1}]|SLUICE_APPS[0].secretKeys: found nothing, expected at least one key",
            "SLUICE_HTTP_TLS_CERT|f.pem|http.tls.key: found nothing, expected the file",
            "SLUICE_PULL_ALLOW_UNSANDBOXED|yes|SLUICE_PULL_ALLOW_UNSANDBOXED: found 'yes', expected true or false"})
    void namesTheVariable(String name, String value, String message) {
        assertThat(refusal(Optional.empty(), Map.of(name, value))).hasMessageContaining(message);
    }

    @Test
    void aVariableHasOneSpelling() {
        assertThat(refusal(Optional.empty(), Map.of("SLUICE_HTTP_PUBLIC_URL", "http://a", "SLUICE_HTTP_PUBLICURL",
                "http://b"))).hasMessage("http.publicUrl: found both SLUICE_HTTP_PUBLIC_URL and SLUICE_HTTP_PUBLICURL,"
                        + " expected one of them");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThat(refusal(Optional.of(Path.of("nowhere.yml")), Map.of()))
                .hasMessage("--config: found no readable file nowhere.yml, expected a YAML file in UTF-8");
    }

    private static ConfigException refusal(Optional<Path> file, Map<String, String> environment) {
        return catchThrowableOfType(ConfigException.class, () -> Config.load(file, environment));
    }
}
