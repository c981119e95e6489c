package dev.sluice.server;

import dev.sluice.auth.UserSigVerifier;
import dev.sluice.runtime.Clock;
import dev.sluice.testkit.TestCertificates;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class MainTest {
    @TempDir
    Path folder;

    private record Outcome(int code, String out, String err) {}

    private static Outcome run(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true))
                .execute(Main.withVerb(args));
        return new Outcome(code, out.toString(), err.toString());
    }

    private Path file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"version | 0 | sluice ", "--version | 0 | sluice ", "--help | 0 | serve",
            "serve --help | 0 | --demo", "token usersig --help | 0 | --key-file", "help sign | 0 | --key-file"})
    void helpAndVersionAreOnStandardOutput(String line, int code, String expected) {
        var outcome = run(line.split(" "));
        assertThat(outcome.code()).isEqualTo(code);
        assertThat(outcome.out()).contains(expected);
        assertThat(outcome.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"nonsense | expected one of serve, check, token, sign, version, help",
            "serve --nonsense | --nonsense", "check | --config",
            "check --config /does/not/exist.yaml | /does/not/exist.yaml",
            "token | expected usersig, privatemapkey or admin",
            "token usersig --app 1 --key-file /does/not/exist --user u | --key-file", "token usersig | --user",
            "token usersig --user u --key-file k | --app", "sign | --key-file", "sign --key-file - | --key-file",
            "token usersig --app 1 --user u --expire soon --key-file k | --expire",
            "--config /does/not/exist.yaml | /does/not/exist.yaml"})
    void aMistakeIsOneLineThatNamesItAndTwo(String line, String expected) {
        var outcome = run(line.split(" "));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains(expected).startsWith("sluice: ");
        assertThat(outcome.err().lines()).hasSize(1);
    }

    @Test
    void optionsWithoutAVerbAreThoseOfServe() {
        assertThat(Main.withVerb(new String[0])).containsExactly("serve");
        assertThat(Main.withVerb(new String[]{"--demo"})).containsExactly("serve", "--demo");
        assertThat(Main.withVerb(new String[]{"--help"})).containsExactly("--help");
        assertThat(Main.withVerb(new String[]{"check", "--print"})).containsExactly("check", "--print");
    }

    @Test
    void aGoodConfigurationIsOkAndABadOneIsNamed() throws Exception {
        var good = file("good.yaml", """
                apps:
                  - sdkAppId: 1400000001
                    secretKeys: ["5bd2850fff3ecb11d7c805251c51ee46"]
                """);
        assertThat(run("check", "--config", good.toString())).isEqualTo(
                new Outcome(0, good + ": ok, application 1400000001" + System.lineSeparator(), ""));
        var bad = run("check", "--config", file("bad.yaml", "rtmp: { port: 99999 }").toString());
        assertThat(bad.code()).isEqualTo(2);
        assertThat(bad.err()).contains("rtmp.port", "99999", "expected");
    }

    @Test
    void whoMayDoWhatIsShownAndAPolicyThatIsNotUnderstoodIsNone() throws Exception {
        var yaml = """
                apps: [{ sdkAppId: 1400000001, secretKey: k }, { sdkAppId: 1400000002, secretKey: k }]
                apiKeys:
                  - { secretId: AKIDa, secretKey: hidden }
                  - secretId: AKIDb
                    secretKey: hidden
                    uin: "12345678"
                    policy:
                      version: "2.0"
                      statement:
                        - { effect: allow, action: "name/trtc:Dismiss*", resource: "qcs::trtc::uin/12345678:sdkappid/*2" }
                """;
        var good = file("keys.yaml", yaml);
        assertThat(run("check", "--config", good.toString()).out().lines()).containsExactly(
                good + ": ok, applications 1400000001, 1400000002",
                "api key AKIDa, application 1400000001: everything",
                "api key AKIDa, application 1400000002: everything", "api key AKIDb, application 1400000001: nothing",
                "api key AKIDb, application 1400000002: DismissRoom, DismissRoomByStrRoomId");
        var bad = run("check", "--config",
                file("bad.yaml", yaml.replace("effect: allow", "condition: {}, effect: allow")).toString());
        assertThat(bad.code()).isEqualTo(2);
        assertThat(bad.err()).startsWith("sluice: apiKeys[1].policy.statement[0].condition: unknown key");
    }

    @Test
    void aCertificateIsCheckedToo() throws Exception {
        var tls = TestCertificates.put(folder, "ec.pem", "rsa.key");
        var yaml = file("tls.yaml", "rtmp: { tls: { cert: '" + tls.cert() + "', key: '" + tls.key() + "' } }")
                .toString();
        var bad = run("check", "--config", yaml);
        assertThat(bad.code()).isEqualTo(2);
        assertThat(bad.err()).startsWith("sluice: rtmp.tls.key: found a key in '" + tls.key()).hasLineCount(1);
        TestCertificates.put(folder, "expired.pem", "ec.key");
        var expired = run("check", "--print", "--config", yaml);
        assertThat(expired.code()).isZero();
        assertThat(expired.out()).contains("tlsPort: 1936", "cert: " + tls.cert());
        assertThat(expired.err()).startsWith("rtmp.tls.cert: found a certificate that expired").hasLineCount(1);
    }

    @Test
    void checkPrintShowsWhatIsInForceAndNoSecret() throws Exception {
        var key = "5bd2850fff3ecb11d7c805251c51ee46";
        var outcome = run("check", "--print", "--config",
                file("c.yaml", "apps: [{ sdkAppId: 1400000001, secretKeys: ['" + key + "'] }]").toString());
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).contains("port: 1935", "sdkAppId: 1400000001").doesNotContain(key);
    }

    @Test
    void aUserSigMadeHereIsGood() throws Exception {
        var key = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
        var outcome = run("token", "usersig", "--app", "1400000001", "--user", "alice", "--expire", "1h", "--key-file",
                file("key", key + "\n").toString());
        assertThat(outcome.code()).isZero();
        new UserSigVerifier(1_400_000_001L, List.of(key), Clock.SYSTEM).verify(outcome.out().strip(), "alice");
    }

    @Test
    void aPrivateMapKeyIsNotAUserSig() throws Exception {
        var key = file("key", "5bd2850fff3ecb11").toString();
        var good = run("token", "privatemapkey", "--app", "1", "--user", "u", "--room", "r", "--privilege",
                "ENTER_ROOM,SEND_VIDEO", "--key-file", key);
        assertThat(good.code()).as(good.err()).isZero();
        assertThat(good.out()).isNotBlank();
        var tooLong = run("token", "privatemapkey", "--app", "1", "--user", "u", "--room", "r", "--expire", "99999d",
                "--key-file", key);
        assertThat(tooLong.code()).isEqualTo(2);
        assertThat(tooLong.err()).contains("--expire");
    }

    @Test
    void aSecretComesFromTheFirstLineOfAFileOrOfStandardInput() throws Exception {
        var secrets = new Secrets(new ByteArrayInputStream("typed\nmore".getBytes(StandardCharsets.UTF_8)));
        assertThat(secrets.fromFile("--key-file", Secrets.STDIN)).isEqualTo("typed");
        assertThat(secrets.fromFile("--key-file", file("key", "kept\r\n"))).isEqualTo("kept");
    }
}
