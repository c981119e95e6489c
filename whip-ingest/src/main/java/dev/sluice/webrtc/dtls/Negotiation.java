package dev.sluice.webrtc.dtls;

import dev.sluice.webrtc.srtp.SrtpKeys;
import dev.sluice.webrtc.srtp.SrtpProfile;
import java.io.IOException;
import java.util.Arrays;
import java.util.Hashtable;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.AlertLevel;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.jspecify.annotations.Nullable;

/**
 * What both roles do alike in one handshake: prove our identity, hold the peer's certificate against its fingerprint, agree
 * on an SRTP profile and export its keys. Used by the handshake's thread, then by the loop.
 */
final class Negotiation {
    static final int HANDSHAKE_MILLIS = 30_000;
    /** RFC 6347 4.2.4.1 proposes 1 s; ICE has just shown that the path is far quicker, so a loss needn't cost that. */
    static final int RESEND_MILLIS = 200;

    private static final UseSRTPData OFFER = new UseSRTPData(
            Arrays.stream(SrtpProfile.values()).mapToInt(SrtpProfile::id).toArray(), new byte[0]);

    private final DtlsIdentity identity;
    private final Fingerprint remote;
    private @Nullable SrtpProfile profile;
    private @Nullable SrtpKeys keys;
    private boolean closedByPeer;

    Negotiation(DtlsIdentity identity, Fingerprint remote) {
        this.identity = identity;
        this.remote = remote;
    }

    TlsCredentialedSigner signer(TlsContext context) {
        return new BcDefaultTlsCredentialedSigner(new TlsCryptoParameters(context), identity.crypto(),
                identity.privateKey(), identity.certificate(),
                SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
    }

    /** RFC 8122 6.2: the certificate in the handshake must be the one of the SDP. */
    void checkCertificate(@Nullable Certificate chain) throws IOException {
        if (chain == null || chain.isEmpty()) {
            throw new TlsFatalAlert(AlertDescription.bad_certificate, "certificate: found none, expected " + remote);
        }
        var der = chain.getCertificateAt(0).getEncoded();
        if (!remote.matches(der)) {
            throw new TlsFatalAlert(AlertDescription.bad_certificate, "certificate: found "
                    + Fingerprint.ofCertificate(remote.algorithm(), der) + ", expected " + remote);
        }
    }

    /** As server: takes our best profile among those offered. */
    void choose(Hashtable<Integer, byte[]> clientExtensions) throws IOException {
        var offered = TlsSRTPUtils.getUseSRTPExtension(clientExtensions);
        if (offered != null) {
            for (var ours : SrtpProfile.values()) {
                if (profile == null && contains(offered, ours)) {
                    profile = ours;
                }
            }
        }
        if (profile == null) {
            throw noProfile();
        }
    }

    private static boolean contains(UseSRTPData offered, SrtpProfile profile) {
        return Arrays.stream(offered.getProtectionProfiles()).anyMatch(id -> id == profile.id());
    }

    /** As server: says which one. RFC 5764 4.1.3: an empty MKI declines the client's. */
    void answer(Hashtable<Integer, byte[]> serverExtensions) throws IOException {
        if (profile != null) {
            TlsSRTPUtils.addUseSRTPExtension(serverExtensions,
                    new UseSRTPData(new int[]{profile.id()}, new byte[0]));
        }
    }

    /** As client. */
    void offer(Hashtable<Integer, byte[]> clientExtensions) throws IOException {
        TlsSRTPUtils.addUseSRTPExtension(clientExtensions, OFFER);
    }

    /** As client: RFC 5764 4.1.1, exactly one of those offered. */
    void accept(@Nullable Hashtable<Integer, byte[]> serverExtensions) throws IOException {
        var answered = serverExtensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(serverExtensions);
        if (answered != null && answered.getProtectionProfiles().length == 1) {
            profile = SrtpProfile.of(answered.getProtectionProfiles()[0]);
        }
        if (profile == null) {
            throw noProfile();
        }
    }

    private static TlsFatalAlert noProfile() {
        return new TlsFatalAlert(AlertDescription.handshake_failure,
                "use_srtp: found none of ours, expected " + Arrays.toString(SrtpProfile.values()));
    }

    void export(TlsContext context) {
        var agreed = profile;
        if (agreed != null) {
            var block = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, agreed.exportLength());
            keys = SrtpKeys.of(agreed, block, !context.isServer());
        }
    }

    /** Once the handshake is complete. */
    SrtpKeys keys() throws IOException {
        var exported = keys;
        if (exported == null) {
            throw noProfile();
        }
        return exported;
    }

    void alertReceived(short level, short description) {
        closedByPeer |= level == AlertLevel.fatal || description == AlertDescription.close_notify;
    }

    boolean closedByPeer() {
        return closedByPeer;
    }
}
