package dev.sluice.e2e.rig;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes STUN messages as they go over the wire (RFC 8489), apart from the product's writer, so that both are tested. */
public final class StunBytes {
    public static final int HEADER = 20;
    private static final int REQUEST = 0x0001;
    private static final int COOKIE = 0x2112A442;
    private static final int USERNAME = 0x0006;
    private static final int INTEGRITY = 0x0008;
    private static final int PRIORITY = 0x0024;
    private static final int USE_CANDIDATE = 0x0025;
    private static final int FINGERPRINT = 0x8028;
    private static final int FINGERPRINT_XOR = 0x5354554e;
    private final ByteBuffer out = ByteBuffer.allocate(600);

    private StunBytes(Random random) {
        var transaction = new byte[12];
        random.nextBytes(transaction);
        out.putShort((short) REQUEST).putShort((short) 0).putInt(COOKIE).put(transaction);
    }

    /** A binding request without an attribute. */
    public static byte[] bare(Random random) {
        return new StunBytes(random).bytes();
    }

    /** A check that names its session and proves nothing. */
    public static byte[] unproven(Random random, String username) {
        return new StunBytes(random).named(username).bytes();
    }

    /** A check as ICE makes it, which does not ask for media. */
    public static byte[] check(Random random, String username, String password) {
        return new StunBytes(random).named(username).proven(password).bytes();
    }

    /** A check that wants the media to come to where it is from. */
    public static byte[] nomination(Random random, String username, String password) {
        return new StunBytes(random).named(username).attribute(USE_CANDIDATE).proven(password).bytes();
    }

    private StunBytes named(String username) {
        return attribute(USERNAME, username.getBytes(StandardCharsets.UTF_8)).attribute(PRIORITY, (byte) 0x6e, (byte) 0,
                (byte) 0, (byte) 1);
    }

    private StunBytes attribute(int type, byte... value) {
        out.putShort((short) type).putShort((short) value.length).put(value).put(new byte[-value.length & 3]);
        return length(0);
    }

    /** What is hashed counts the attribute that the hash goes into. */
    private StunBytes length(int ahead) {
        out.putShort(2, (short) (out.position() - HEADER + ahead));
        return this;
    }

    private StunBytes proven(String password) {
        length(24);
        attribute(INTEGRITY, hmac(password, bytes()));
        length(8);
        var crc = new CRC32();
        crc.update(bytes());
        int value = (int) crc.getValue() ^ FINGERPRINT_XOR;
        return attribute(FINGERPRINT, ByteBuffer.allocate(4).putInt(value).array());
    }

    private static byte[] hmac(String key, byte[] message) {
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private byte[] bytes() {
        return Arrays.copyOf(out.array(), out.position());
    }
}
