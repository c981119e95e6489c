package dev.sluice.webrtc.dtls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.bc.BcX509v3CertificateBuilder;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * Our DTLS key and self-signed certificate, ECDSA on P-256, made anew by each process: peers trust its fingerprint in our
 * answer and nothing else. Immutable, shared by all threads.
 */
public final class DtlsIdentity {
    // Nobody checks the dates (the fingerprint is the trust), but a process may run for years.
    private static final int VALID_DAYS = 3650;
    private static final X500Name NAME = new X500Name("CN=sluice");

    private final BcTlsCrypto crypto;
    private final AsymmetricKeyParameter privateKey;
    private final Certificate certificate;
    private final Fingerprint fingerprint;

    private DtlsIdentity(BcTlsCrypto crypto, AsymmetricKeyParameter privateKey, byte[] der) throws IOException {
        this.crypto = crypto;
        this.privateKey = privateKey;
        this.certificate = new Certificate(new TlsCertificate[]{crypto.createCertificate(der)});
        this.fingerprint = Fingerprint.ofCertificate("sha-256", der);
    }

    /** A fresh key and certificate. */
    public static DtlsIdentity create() {
        var random = new SecureRandom();
        var keys = keyPair(random);
        try {
            var der = selfSigned(keys, random).getEncoded();
            return new DtlsIdentity(new BcTlsCrypto(random), keys.getPrivate(), der);
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("no DTLS certificate could be made", e);
        }
    }

    private static AsymmetricCipherKeyPair keyPair(SecureRandom random) {
        var generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(
                ECNamedDomainParameters.lookup(SECObjectIdentifiers.secp256r1), random));
        return generator.generateKeyPair();
    }

    private static X509CertificateHolder selfSigned(AsymmetricCipherKeyPair keys, SecureRandom random)
            throws IOException, OperatorCreationException {
        var now = Instant.now();
        var builder = new BcX509v3CertificateBuilder(NAME, new BigInteger(64, random).setBit(64),
                Date.from(now.minus(1, ChronoUnit.DAYS)), Date.from(now.plus(VALID_DAYS, ChronoUnit.DAYS)), NAME,
                keys.getPublic());
        var algorithm = new DefaultSignatureAlgorithmIdentifierFinder().find("SHA256withECDSA");
        var digest = new DefaultDigestAlgorithmIdentifierFinder().find(algorithm);
        return builder.build(new BcECContentSignerBuilder(algorithm, digest).build(keys.getPrivate()));
    }

    /** SHA-256 of the certificate, for the answer. */
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    BcTlsCrypto crypto() {
        return crypto;
    }

    AsymmetricKeyParameter privateKey() {
        return privateKey;
    }

    Certificate certificate() {
        return certificate;
    }

    @Override
    public String toString() {
        return "DtlsIdentity[" + fingerprint + "]";
    }
}
