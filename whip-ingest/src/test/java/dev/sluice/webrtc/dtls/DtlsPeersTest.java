package dev.sluice.webrtc.dtls;

import dev.sluice.media.Bytes;
import dev.sluice.webrtc.srtp.SrtpKeys;
import dev.sluice.webrtc.srtp.SrtpProfile;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Hashtable;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SRTPProtectionProfile;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Our server against bctls clients that are not ours: other profiles, none, no certificate, a foreign one. */
@NullUnmarked
class DtlsPeersTest {
    private static final int PATIENCE_SECONDS = 20;

    private final ExecutorService loop = Executors.newSingleThreadExecutor();
    private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();
    private final DtlsIdentity ours = DtlsIdentity.create();
    private final DtlsIdentity theirs = DtlsIdentity.create();

    @AfterEach
    void stop() {
        loop.shutdownNow();
    }

    @Test
    void takesTheOldProfileFromAPeerThatHasOnlyThat() throws Exception {
        // As FFmpeg does.
        assertThat(handshake(new Peer(theirs, SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80)))
                .isInstanceOfSatisfying(SrtpKeys.class,
                        keys -> assertThat(keys.profile()).isEqualTo(SrtpProfile.AES_CM_128_HMAC_SHA1_80));
    }

    @Test
    void prefersGcmWhateverThePeersOrder() throws Exception {
        assertThat(handshake(new Peer(theirs, SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_32,
                SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80, SRTPProtectionProfile.SRTP_AEAD_AES_256_GCM,
                SRTPProtectionProfile.SRTP_AEAD_AES_128_GCM))).isInstanceOfSatisfying(SrtpKeys.class,
                        keys -> assertThat(keys.profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM));
    }

    @Test
    void refusesAPeerWithoutAProfileOfOurs() throws Exception {
        assertThat(handshake(new Peer(theirs, SRTPProtectionProfile.SRTP_NULL_HMAC_SHA1_80))).asString()
                .contains("use_srtp");
        assertThat(handshake(new Peer(theirs))).asString().contains("use_srtp");
    }

    @Test
    void refusesAPeerWithoutACertificate() throws Exception {
        assertThat(handshake(new Peer(null, SRTPProtectionProfile.SRTP_AEAD_AES_128_GCM))).asString()
                .contains("certificate: found none");
    }

    @Test
    void refusesAForeignCertificate() throws Exception {
        assertThat(handshake(new Peer(DtlsIdentity.create(), SRTPProtectionProfile.SRTP_AEAD_AES_128_GCM))).asString()
                .contains("certificate: found sha-256").contains("expected " + theirs.fingerprint());
    }

    @Test
    void fingerprintsReadAndCompare() {
        var text = ours.fingerprint().toString();
        assertThat(Fingerprint.parse(text)).isEqualTo(ours.fingerprint());
        assertThat(Fingerprint.parse(text.replace("sha-256", "SHA-256").toLowerCase(java.util.Locale.ROOT)))
                .isEqualTo(ours.fingerprint());
        for (var algorithm : new String[]{"sha-256", "sha-384", "sha-512"}) {
            var fingerprint = Fingerprint.ofCertificate(algorithm, new byte[]{1, 2});
            assertThat(fingerprint.matches(new byte[]{1, 2})).isTrue();
            assertThat(fingerprint.matches(new byte[]{1, 3})).isFalse();
            assertThat(Fingerprint.parse(fingerprint.toString())).isEqualTo(fingerprint);
        }
        for (var wrong : new String[]{"", "sha-256", "sha-1 AA:BB", "md5 AA", "sha-256 AA:BB", "sha-256 GG",
                "sha-256 " + "AA:".repeat(31) + "A"}) {
            assertThatThrownBy(() -> Fingerprint.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new Fingerprint("sha-256", Bytes.of())).hasMessageContaining("expected 32");
    }

    /** What our side says: keys, or why not. */
    private Object handshake(Peer peer) throws Exception {
        var toPeer = new LinkedBlockingQueue<RecordQueue>();
        var server = new DtlsConnection(ours, DtlsRole.SERVER, theirs.fingerprint(), new HandshakeLimit(1), loop,
                (record, offset, length) -> toPeer.element().offer(Unpooled.copiedBuffer(record, offset, length)),
                new Events());
        var records = new RecordQueue(DtlsRole.CLIENT, (record, offset, length) -> {
            var copy = Unpooled.copiedBuffer(record, offset, length);
            loop.execute(() -> server.offer(copy));
        });
        toPeer.add(records);
        loop.submit(server::start).get();
        var thread = Thread.ofVirtual().start(() -> connect(peer, records));
        var event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        records.abandon();
        thread.join();
        return event;
    }

    private static void connect(Peer peer, RecordQueue records) {
        try {
            new DTLSClientProtocol().connect(peer, records);
        } catch (IOException _) {
            // Our side says why.
        }
    }

    /** A client that offers these profiles and this identity, if any. */
    @SuppressWarnings({"rawtypes", "unchecked"})
    private static final class Peer extends DefaultTlsClient {
        private final DtlsIdentity identity;
        private final int[] profiles;

        Peer(DtlsIdentity identity, int... profiles) {
            super(new BcTlsCrypto(new SecureRandom()));
            this.identity = identity;
            this.profiles = profiles;
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return ProtocolVersion.DTLSv12.downTo(ProtocolVersion.DTLSv10);
        }

        @Override
        public Hashtable getClientExtensions() throws IOException {
            Hashtable extensions = super.getClientExtensions();
            if (profiles.length > 0) {
                TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(profiles, new byte[]{1, 2, 3}));
            }
            return extensions;
        }

        @Override
        public TlsAuthentication getAuthentication() {
            return new TlsAuthentication() {
                @Override
                public void notifyServerCertificate(TlsServerCertificate certificate) {
                    // Whoever it is.
                }

                @Override
                public TlsCredentials getClientCredentials(CertificateRequest request) {
                    return identity == null
                            ? null
                            : new Negotiation(identity, identity.fingerprint()).signer(context);
                }
            };
        }
    }

    private final class Events implements DtlsConnection.Listener {
        @Override
        public void onEstablished(SrtpKeys keys) {
            events.add(keys);
        }

        @Override
        public void onFailed(String reason) {
            events.add(reason);
        }

        @Override
        public void onPeerClosed(String reason) {
            events.add(reason);
        }
    }
}
