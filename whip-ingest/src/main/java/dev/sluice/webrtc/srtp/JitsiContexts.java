package dev.sluice.webrtc.srtp;

import java.security.GeneralSecurityException;
import java.util.logging.Level;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.utils.logging2.Logger;
import org.jitsi.utils.logging2.LoggerImpl;

/**
 * Makes jitsi-srtp's contexts for one direction. Session keys don't depend on the SSRC (RFC 3711 4.3), so a context can be
 * made before it is known whose packets it will see.
 */
final class JitsiContexts {
    /** Streams of one direction: simulcast layers, their RTX streams, audio, and a few that come and go. */
    static final int MAX_SSRCS = 64;

    // Kept, because a logger that nobody holds forgets its level.
    private static final java.util.logging.Logger LIBRARY = java.util.logging.Logger.getLogger("org.jitsi");
    // jitsi-srtp logs each forged packet, with its SSRC: that is the peer's to cause, so it is silenced.
    private static final Logger SILENT = new LoggerImpl("dev.sluice.webrtc.srtp", Level.OFF);
    private static final int HMAC_KEY_LENGTH = 20;

    static {
        LIBRARY.setLevel(Level.WARNING);
        SunJceCipherFactory.choose();
    }

    private final SrtpKeys.Master master;
    private final SrtpProfile profile;
    private final SrtpPolicy rtpPolicy;
    private final SrtpPolicy rtcpPolicy;
    private final boolean sender;

    JitsiContexts(SrtpProfile profile, SrtpKeys.Master master, boolean sender) {
        this.master = master;
        this.profile = profile;
        this.sender = sender;
        this.rtpPolicy = policy(profile);
        this.rtcpPolicy = policy(profile);
        // A resend is meant; what is received is judged by our own, longer window.
        rtpPolicy.setSendReplayEnabled(false);
        rtpPolicy.setReceiveReplayEnabled(false);
    }

    SrtpProfile profile() {
        return profile;
    }

    private static SrtpPolicy policy(SrtpProfile profile) {
        return switch (profile) {
            case AEAD_AES_128_GCM -> new SrtpPolicy(SrtpPolicy.AESGCM_ENCRYPTION, profile.keyLength(),
                    SrtpPolicy.NULL_AUTHENTICATION, 0, profile.tagLength(), profile.saltLength());
            case AES_CM_128_HMAC_SHA1_80 -> new SrtpPolicy(SrtpPolicy.AESCM_ENCRYPTION, profile.keyLength(),
                    SrtpPolicy.HMACSHA1_AUTHENTICATION, HMAC_KEY_LENGTH, profile.tagLength(), profile.saltLength());
        };
    }

    SrtpCryptoContext rtp() {
        try {
            return new SrtpCryptoContext(sender, 0, 0, master.key(), master.salt(), rtpPolicy, SILENT);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    SrtcpCryptoContext rtcp() {
        try {
            return new SrtcpCryptoContext(0, master.key(), master.salt(), rtcpPolicy, SILENT);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
