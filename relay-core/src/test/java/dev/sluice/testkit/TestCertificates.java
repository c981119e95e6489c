package dev.sluice.testkit;

import dev.sluice.config.Config;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Certificates for {@code localhost} and 127.0.0.1 that sign themselves: {@code rsa} and {@code ec}, valid from 2024 to
 * 2123; and others that lie beside them.
 */
public final class TestCertificates {
    private TestCertificates() {}

    /** Puts a pair into a folder as {@code tls.pem} and {@code tls.key}, over what stood there. */
    public static Config.Tls put(Path folder, String certificate, String key) throws IOException {
        return new Config.Tls(copy(certificate, folder.resolve("tls.pem")), copy(key, folder.resolve("tls.key")));
    }

    /** The same, of {@code rsa} or {@code ec}. */
    public static Config.Tls put(Path folder, String name) throws IOException {
        return put(folder, name + ".pem", name + ".key");
    }

    /** A client's side that takes whatever certificate it is shown. */
    public static SSLContext trusting() throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[]{new TrustsAll()}, null);
        return context;
    }

    /** An extended one, because of others the JDK checks the host's name on its own. */
    private static final class TrustsAll extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** At once, by a rename, as tools do that know of readers. */
    private static Path copy(String resource, Path to) throws IOException {
        var part = to.resolveSibling(to.getFileName() + ".part");
        try (var in = Objects.requireNonNull(TestCertificates.class.getResourceAsStream("tls/" + resource), resource)) {
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
        }
        return Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
    }
}
