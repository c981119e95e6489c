package dev.sluice.tls;

import dev.sluice.config.Config;
import dev.sluice.config.ConfigException;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

/**
 * A certificate with its private key.
 *
 * @param chain the certificate itself first
 */
record Credentials(List<X509Certificate> chain, PrivateKey key) {
    private static final String CHAIN = "a certificate and its chain in PEM";
    private static final String KEY = "the certificate's private key in PEM";
    /** By kind of key; the others that exist are none that browsers and encoders take. */
    private static final Map<String, String> SIGNATURES = Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");

    Credentials {
        chain = List.copyOf(chain);
    }

    /**
     * @param name what errors call the pair
     * @throws ConfigException when a file is not what it should be, or the two are no pair
     */
    static Credentials read(String name, Config.Tls files) {
        var chain = chain(PemFile.read(name + ".cert", files.cert(), CHAIN));
        return new Credentials(chain, key(PemFile.read(name + ".key", files.key(), KEY), chain.getFirst()));
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }

    private static List<X509Certificate> chain(PemFile file) {
        var blocks = file.blocks().stream().filter(block -> block.label().equals("CERTIFICATE")).toList();
        if (blocks.isEmpty()) {
            throw file.refused("no certificate", CHAIN);
        }
        var chain = blocks.stream().map(block -> certificate(file, block)).toList();
        var algorithm = chain.getFirst().getPublicKey().getAlgorithm();
        if (!SIGNATURES.containsKey(algorithm)) {
            throw file.refused("a certificate for a key of type " + algorithm, "one for a key of type RSA or EC");
        }
        return chain;
    }

    private static X509Certificate certificate(PemFile file, PemFile.Block block) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(block.der()));
        } catch (CertificateException | IllegalArgumentException _) {
            throw file.refused("a damaged certificate", CHAIN);
        }
    }

    private static PrivateKey key(PemFile file, X509Certificate certificate) {
        if (file.blocks().stream().anyMatch(PemFile.Block::encrypted)) {
            throw file.refused("an encrypted key", "one without a passphrase");
        }
        var block = file.blocks().stream().filter(one -> PrivateKeys.known(one.label())).findFirst()
                .orElseThrow(() -> file.refused("no private key", KEY));
        try {
            var key = PrivateKeys.read(block, certificate.getPublicKey());
            if (fits(key, certificate)) {
                return key;
            }
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            // Damaged, or a key of another type: neither fits.
        }
        throw file.refused("a key", "the one of the first certificate in the other file, "
                + certificate.getSubjectX500Principal().getName());
    }

    private static boolean fits(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        var signature = Signature.getInstance(SIGNATURES.get(key.getAlgorithm()));
        signature.initSign(key);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        return signature.verify(signed);
    }
}
