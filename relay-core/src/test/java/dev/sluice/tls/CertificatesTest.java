package dev.sluice.tls;

import dev.sluice.config.Config;
import dev.sluice.config.ConfigException;
import dev.sluice.testkit.FakeClock;
import dev.sluice.testkit.LogLines;
import dev.sluice.testkit.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class CertificatesTest {
    @TempDir
    Path folder = Path.of("");

    private final FakeClock clock = new FakeClock();
    private final LogLines log = new LogLines(Certificates.class);

    @AfterEach
    void listenNoMore() {
        log.close();
    }

    private Certificates read(String certificate, String key) throws IOException {
        return Certificates.read("http.tls", TestCertificates.put(folder, certificate, key), clock);
    }

    /** What a handshake for either kind of key is given: the names in the chain; null where it gets nothing. */
    private static @Nullable String shown(Certificates certificates) {
        for (var type : List.of("EC", "RSA")) {
            var alias = certificates.chooseEngineServerAlias(type, null, null);
            if (alias != null) {
                assertThat(Objects.requireNonNull(certificates.getPrivateKey(alias)).getAlgorithm()).isEqualTo(type);
                return names(certificates, alias);
            }
        }
        return null;
    }

    private static String names(Certificates certificates, String alias) {
        return String.join(" ", Arrays.stream(Objects.requireNonNull(certificates.getCertificateChain(alias)))
                .map(one -> one.getSubjectX500Principal().getName()).toList());
    }

    @ParameterizedTest
    @CsvSource({"rsa.pem, rsa.key, CN=rsa.test", "rsa.pem, rsa-pkcs1.key, CN=rsa.test", "ec.pem, ec.key, CN=ec.test",
            "ec.pem, ec-sec1.key, CN=ec.test", "chain.pem, chain.key, CN=leaf.test CN=ca.test"})
    void takesEveryUsualForm(String certificate, String key, String expected) throws IOException {
        assertThat(shown(read(certificate, key))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "rsa.pem|ec.key|http.tls.key: found a key in 'DIR/tls.key', expected the one of the first certificate in the "
                    + "other file, CN=rsa.test",
            "ec.pem|chain.key|http.tls.key: found a key in 'DIR/tls.key', expected the one of the first certificate in the "
                    + "other file, CN=ec.test",
            "ec.pem|ec-encrypted.key|http.tls.key: found an encrypted key in 'DIR/tls.key', expected one without a "
                    + "passphrase",
            "rsa.pem|rsa-pkcs1-encrypted.key|http.tls.key: found an encrypted key in 'DIR/tls.key', expected one without "
                    + "a passphrase",
            "rsa.pem|rsa.pem|http.tls.key: found no private key in 'DIR/tls.key', expected the certificate's private key "
                    + "in PEM",
            "rsa.key|rsa.key|http.tls.cert: found no certificate in 'DIR/tls.pem', expected a certificate and its chain "
                    + "in PEM"})
    void saysInOneLineWhatIsWrong(String certificate, String key, String message) throws IOException {
        TestCertificates.put(folder, certificate, key);
        assertThat(refusal()).isEqualTo(message.replace("DIR", folder.toString()));
    }

    private String refusal() {
        var files = new Config.Tls(folder.resolve("tls.pem"), folder.resolve("tls.key"));
        return String.valueOf(catchThrowableOfType(ConfigException.class,
                () -> Certificates.read("http.tls", files, clock)).getMessage());
    }

    @Test
    void namesAFileThatIsNotThereOrIsNone() throws IOException {
        assertThat(refusal()).startsWith("http.tls.cert: found no file '" + folder);
        Files.createDirectory(folder.resolve("tls.pem"));
        assertThat(refusal()).startsWith("http.tls.cert: found '" + folder).contains("which cannot be read");
        Files.delete(folder.resolve("tls.pem"));
        Files.writeString(folder.resolve("tls.pem"), "x".repeat(300_000));
        assertThat(refusal()).contains("of more than 262144 bytes");
    }

    @ParameterizedTest
    @CsvSource({"tls.pem, http.tls.cert: found a damaged certificate", "tls.key, http.tls.key: found a key in"})
    void damageIsFound(String file, String message) throws IOException {
        TestCertificates.put(folder, "ec");
        var text = Files.readString(folder.resolve(file));
        int firstLine = text.indexOf('\n') + 1;
        for (var damaged : List.of(text.substring(0, firstLine) + text.substring(text.indexOf('\n', firstLine)),
                text.substring(0, firstLine) + "A===A" + text.substring(firstLine + 5))) {
            Files.writeString(folder.resolve(file), damaged);
            assertThat(refusal()).startsWith(message);
        }
    }

    @Test
    void aCertificateOutOfItsTimeIsUsedAndObjectedTo() throws IOException {
        var expired = read("expired.pem", "ec.key");
        assertThat(expired.objection()).hasValueSatisfying(text -> assertThat(text)
                .startsWith("http.tls.cert: found a certificate that expired at 2021-01-01T00:00:00Z"));
        assertThat(shown(expired)).isEqualTo("CN=expired.test");
        var good = read("rsa.pem", "rsa.key");
        assertThat(good.objection()).isEmpty();
        clock.advance(Duration.ofDays(-365));
        assertThat(good.objection()).hasValueSatisfying(text -> assertThat(text).contains("valid from 2024-01-01"));
    }

    @Test
    void aHandshakeASecondLaterGetsTheNewPairAndOneUnderWayTheOld() throws IOException {
        var certificates = read("rsa.pem", "rsa.key");
        var underWay = Objects.requireNonNull(certificates.chooseEngineServerAlias("RSA", null, null));
        TestCertificates.put(folder, "ec");
        clock.advance(Duration.ofMillis(999));
        assertThat(shown(certificates)).as("nobody looks twice within a second").isEqualTo("CN=rsa.test");
        clock.advance(Duration.ofMillis(1));
        assertThat(shown(certificates)).isEqualTo("CN=ec.test");
        assertThat(names(certificates, underWay)).isEqualTo("CN=rsa.test");
        assertThat(certificates.chooseEngineServerAlias("RSA", null, null)).as("an RSA key, now").isNull();
        assertThat(log.lines()).singleElement().asString()
                .startsWith("INFO http.tls: certificate CN=ec.test valid until");
    }

    @Test
    void aBadPairChangesNothingIsToldOnceAndTriedAgain() throws IOException {
        var certificates = read("rsa.pem", "rsa.key");
        TestCertificates.put(folder, "ec.pem", "rsa.key");
        for (int second = 0; second < 3; second++) {
            clock.advance(Duration.ofSeconds(1));
            assertThat(shown(certificates)).isEqualTo("CN=rsa.test");
        }
        assertThat(log.lines()).singleElement().asString().startsWith("WARN http.tls.key: found a key")
                .endsWith("the certificate that was read before stays in use");
        TestCertificates.put(folder, "ec");
        clock.advance(Duration.ofSeconds(1));
        assertThat(shown(certificates)).isEqualTo("CN=ec.test");
    }

    /** The form that Kubernetes gives a mounted secret: the name is a link through a link that is swapped. */
    @Test
    void aSwappedLinkIsAChange() throws IOException {
        for (var name : List.of("rsa", "ec")) {
            TestCertificates.put(Files.createDirectory(folder.resolve(name)), name);
        }
        var data = Files.createSymbolicLink(folder.resolve("..data"), Path.of("rsa"));
        var files = new Config.Tls(Files.createSymbolicLink(folder.resolve("cert"), Path.of("..data/tls.pem")),
                Files.createSymbolicLink(folder.resolve("key"), Path.of("..data/tls.key")));
        var certificates = Certificates.read("http.tls", files, clock);
        var swap = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("ec"));
        Files.move(swap, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        clock.advance(Duration.ofSeconds(1));
        assertThat(shown(certificates)).isEqualTo("CN=ec.test");
    }

    @Test
    void aServersCertificateIsNoClients() throws IOException {
        var certificates = read("ec.pem", "ec.key");
        assertThat(certificates.getServerAliases("EC", null)).containsExactly("0");
        assertThat(certificates.chooseServerAlias("EC", null, null)).isEqualTo("0");
        assertThat(certificates.chooseClientAlias(new String[]{"EC"}, null, null)).isNull();
        assertThat(certificates.getClientAliases("EC", null)).isNull();
        assertThat(certificates.getPrivateKey("another")).isNull();
        assertThat(certificates.getCertificateChain("another")).isNull();
    }
}
