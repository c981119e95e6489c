package dev.sluice.webrtc.srtp;

import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** Master keys and salts of both directions, as exported from DTLS. Secret: {@link #toString()} names only the profile. */
public final class SrtpKeys {
    private static final Set<SrtpProfile> PREPARED = EnumSet.noneOf(SrtpProfile.class);

    private final SrtpProfile profile;
    private final Master local;
    private final Master remote;

    /** One direction's master key and salt. */
    static final class Master {
        private final byte[] key;
        private final byte[] salt;

        Master(byte[] key, byte[] salt) {
            this.key = key;
            this.salt = salt;
        }

        byte[] key() {
            return key;
        }

        byte[] salt() {
            return salt;
        }
    }

    private SrtpKeys(SrtpProfile profile, Master local, Master remote) {
        this.profile = profile;
        this.local = local;
        this.remote = remote;
    }

    /**
     * Cuts the exported block into client key, server key, client salt, server salt (RFC 5764 4.2).
     *
     * @param block {@link SrtpProfile#exportLength()} bytes
     * @param localIsClient whether we are the DTLS client
     */
    public static SrtpKeys of(SrtpProfile profile, byte[] block, boolean localIsClient) {
        if (block.length != profile.exportLength()) {
            throw new IllegalArgumentException(
                    "exported keys: found " + block.length + " bytes, expected " + profile.exportLength());
        }
        int key = profile.keyLength();
        int salt = profile.saltLength();
        var client = new Master(Arrays.copyOfRange(block, 0, key),
                Arrays.copyOfRange(block, 2 * key, 2 * key + salt));
        var server = new Master(Arrays.copyOfRange(block, key, 2 * key),
                Arrays.copyOfRange(block, 2 * key + salt, 2 * (key + salt)));
        return localIsClient ? new SrtpKeys(profile, client, server) : new SrtpKeys(profile, server, client);
    }

    /**
     * Loads what the first packet under this profile needs: providers and a native library, for which no event loop has the
     * time. Blocks; once is enough, more does nothing.
     */
    public void prepare() {
        synchronized (PREPARED) {
            if (PREPARED.add(profile)) {
                var packet = Unpooled.buffer(2 * RtpHeader.FIXED_BYTES + SrtpProfile.MAX_EXPANSION);
                packet.writeByte(0x80).writeZero(2 * RtpHeader.FIXED_BYTES - 1);
                protector().protectRtp(packet);
                unprotector().unprotectRtp(packet);
            }
        }
    }

    public SrtpProfile profile() {
        return profile;
    }

    /** A context for what we send. */
    public SrtpProtector protector() {
        return new JitsiProtector(new JitsiContexts(profile, local, true));
    }

    /** A context for what the peer sends. */
    public SrtpUnprotector unprotector() {
        return new JitsiUnprotector(new JitsiContexts(profile, remote, false));
    }

    @Override
    public String toString() {
        return "SrtpKeys[" + profile + "]";
    }
}
