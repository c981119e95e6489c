package dev.sluice.webhook;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The certificates that everybody trusts, and those of a file. */
final class ExtraTrust {
    private static final long MAX_BYTES = 1 << 20;

    private ExtraTrust() {}

    static TrustManager of(Path pem) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int entries = 0;
        for (var certificate : manager(null).getAcceptedIssuers()) {
            store.setCertificateEntry("known-" + entries++, certificate);
        }
        for (var certificate : CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(bytes(pem)))) {
            store.setCertificateEntry("extra-" + entries++, certificate);
        }
        return manager(store);
    }

    private static byte[] bytes(Path pem) throws IOException {
        if (Files.size(pem) > MAX_BYTES) {
            throw new IOException("callback.ca: found " + Files.size(pem) + " bytes, expected at most " + MAX_BYTES);
        }
        return Files.readAllBytes(pem);
    }

    /** @param store null: that of the JDK */
    private static X509TrustManager manager(@Nullable KeyStore store) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (var manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager found) {
                return found;
            }
        }
        throw new GeneralSecurityException("no trust manager for X.509");
    }
}
