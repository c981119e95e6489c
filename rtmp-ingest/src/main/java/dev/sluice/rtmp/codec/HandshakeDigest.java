package dev.sluice.rtmp.codec;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Where the digest stands in C1 and S1, and how it is made. It is HMAC-SHA256 over the 1504 other bytes, at an offset
 * that four bytes of the block itself tell. The keys are the well-known constants of Flash; they authenticate nobody.
 */
enum HandshakeDigest {
    /** Offset bytes at 8, in front of the digest; the key block follows. */
    DIGEST_FIRST(8),
    /** Offset bytes at 772, behind the key block. */
    KEY_FIRST(772);

    static final int LENGTH = 32;
    private static final int OFFSET_RANGE = 728;
    private static final byte[] SECRET = HexFormat.of().parseHex(
            "f0eec24a8068bee82e00d0d1029e7e576eec5d2d29806fab93b8e636cfeb31ae");
    private static final byte[] PLAYER = "Genuine Adobe Flash Player 001".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SERVER = "Genuine Adobe Flash Media Server 001".getBytes(StandardCharsets.US_ASCII);

    private final int offsetAt;

    HandshakeDigest(int offsetAt) {
        this.offsetAt = offsetAt;
    }

    /** The scheme by which C1 holds a valid digest, null if it holds none. */
    static @Nullable HandshakeDigest of(byte[] c1) {
        return find(PLAYER, c1);
    }

    /** The scheme by which S1 holds a valid digest, null if it holds none. */
    static @Nullable HandshakeDigest ofServer(byte[] s1) {
        return find(SERVER, s1);
    }

    private static @Nullable HandshakeDigest find(byte[] key, byte[] block) {
        for (var scheme : values()) {
            if (MessageDigest.isEqual(scheme.digest(block), scheme.compute(key, block))) {
                return scheme;
            }
        }
        return null;
    }

    /** Puts the server's digest into S1. */
    void imprint(byte[] s1) {
        put(compute(SERVER, s1), s1, position(s1));
    }

    /** As {@link #imprint}, with the key of a player: what a client does to its C1. */
    void imprintAsPlayer(byte[] c1) {
        put(compute(PLAYER, c1), c1, position(c1));
    }

    /** Ends S2 with the proof that we have read the digest of C1. */
    void sign(byte[] c1, byte[] s2) {
        sign(SERVER, c1, s2);
    }

    /** As {@link #sign}, with the key of a player: ends C2 with the proof that we have read the digest of S1. */
    void signAsPlayer(byte[] s1, byte[] c2) {
        sign(PLAYER, s1, c2);
    }

    private void sign(byte[] name, byte[] read, byte[] answer) {
        byte[] key = hmac(concat(name, SECRET), digest(read));
        byte[] signature = hmac(key, Arrays.copyOf(answer, answer.length - LENGTH));
        put(signature, answer, answer.length - LENGTH);
    }

    private int position(byte[] block) {
        int sum = 0;
        for (int i = 0; i < 4; i++) {
            sum += block[offsetAt + i] & 0xff;
        }
        return offsetAt + 4 + sum % OFFSET_RANGE;
    }

    private byte[] digest(byte[] block) {
        int at = position(block);
        return Arrays.copyOfRange(block, at, at + LENGTH);
    }

    private byte[] compute(byte[] key, byte[] block) {
        int at = position(block);
        byte[] before = Arrays.copyOf(block, at);
        return hmac(key, concat(before, Arrays.copyOfRange(block, at + LENGTH, block.length)));
    }

    private static void put(byte[] digest, byte[] block, int at) {
        System.arraycopy(digest, 0, block, at, LENGTH);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java platform has HmacSHA256
        }
    }
}
