package dev.sluice.webrtc.dtls;

import java.io.IOException;
import java.util.Hashtable;
import java.util.Vector;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsUtils;

/** The server's part of one handshake. bctls speaks raw collections, hence the suppressions. */
@SuppressWarnings({"rawtypes", "unchecked", "JdkObsolete"})
final class DtlsServer extends DefaultTlsServer {
    // RecordFilter knows the least size of GCM's records; another cipher needs another one.
    private static final int[] CIPHER_SUITES = {CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384};
    private static final short[] CLIENT_CERTIFICATES = {ClientCertificateType.ecdsa_sign,
            ClientCertificateType.rsa_sign};

    private final Negotiation negotiation;

    DtlsServer(DtlsIdentity identity, Negotiation negotiation) {
        super(identity.crypto());
        this.negotiation = negotiation;
    }

    /** Chromium offers DTLS 1.3 too; use_srtp with bctls is 1.2. */
    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return CIPHER_SUITES.clone();
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return Negotiation.HANDSHAKE_MILLIS;
    }

    @Override
    public int getHandshakeResendTimeMillis() {
        return Negotiation.RESEND_MILLIS;
    }

    /** The exporter is safe only with it (RFC 7627 5.4). */
    @Override
    public boolean requiresExtendedMasterSecret() {
        return true;
    }

    /** The fingerprint is the trust; how a peer signed its own certificate doesn't matter. */
    @Override
    public boolean shouldCheckSigAlgOfPeerCerts() {
        return false;
    }

    @Override
    protected TlsCredentialedSigner getECDSASignerCredentials() {
        return negotiation.signer(context);
    }

    @Override
    public CertificateRequest getCertificateRequest() {
        return new CertificateRequest(CLIENT_CERTIFICATES.clone(),
                TlsUtils.getDefaultSupportedSignatureAlgorithms(context), new Vector());
    }

    @Override
    public void notifyClientCertificate(Certificate clientCertificate) throws IOException {
        negotiation.checkCertificate(clientCertificate);
    }

    @Override
    public void processClientExtensions(Hashtable extensions) throws IOException {
        super.processClientExtensions(extensions);
        negotiation.choose(extensions == null ? new Hashtable() : extensions);
    }

    @Override
    public Hashtable getServerExtensions() throws IOException {
        Hashtable extensions = super.getServerExtensions();
        negotiation.answer(extensions);
        return extensions;
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        negotiation.export(context);
    }

    @Override
    public void notifyAlertReceived(short level, short description) {
        negotiation.alertReceived(level, description);
    }
}
