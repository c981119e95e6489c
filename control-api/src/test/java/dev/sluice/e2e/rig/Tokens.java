package dev.sluice.e2e.rig;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.zip.Deflater;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes UserSigs and PrivateMapKeys as the cloud's own libraries do, apart from the product's generator, so that both are tested. */
public final class Tokens {
    public static final int APP = 1400000001;
    public static final int OTHER_APP = 1400000002;
    public static final int UNKNOWN_APP = 1400000099;
    static final String KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
    static final String OTHER_KEY = "a4f1850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b00";
    private static final long DAY = 86_400;

    private Tokens() {}

    /** A token of the test's application for an hour and more. */
    public static String userSig(String userId) {
        return sign(APP, KEY, userId, now(), DAY);
    }

    public static String expired(String userId) {
        return sign(APP, KEY, userId, now() - 2 * DAY, DAY);
    }

    /** Says it is of the test's application, but another key signed it. */
    public static String forged(String userId) {
        return sign(APP, OTHER_KEY, userId, now(), DAY);
    }

    /** Names another application than the one whose key signed it. */
    public static String misnamed(String userId) {
        return sign(OTHER_APP, KEY, userId, now(), DAY);
    }

    /** A good token of the other application. */
    public static String foreign(String userId) {
        return sign(OTHER_APP, OTHER_KEY, userId, now(), DAY);
    }

    /** The other application's PrivateMapKey for a string room, for as many privileges as the bits say. */
    public static String ticket(String userId, String room, int privileges) {
        var userbuf = ByteBuffer.allocate(25 + userId.length() + room.length()).put((byte) 1)
                .putShort((short) userId.length()).put(userId.getBytes(StandardCharsets.UTF_8)).putInt(OTHER_APP)
                .putInt(0).putInt((int) (now() + DAY)).putInt(privileges).putInt(0).putShort((short) room.length())
                .put(room.getBytes(StandardCharsets.UTF_8)).array();
        return sign(OTHER_APP, OTHER_KEY, userId, now(), DAY, Base64.getEncoder().encodeToString(userbuf));
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }

    private static String sign(int app, String key, String userId, long time, long expire) {
        return sign(app, key, userId, time, expire, "");
    }

    private static String sign(int app, String key, String userId, long time, long expire, String userbuf) {
        var content = "TLS.identifier:%s\nTLS.sdkappid:%d\nTLS.time:%d\nTLS.expire:%d\n%s".formatted(userId, app, time,
                expire, userbuf.isEmpty() ? "" : "TLS.userbuf:" + userbuf + "\n");
        var json = """
                {"TLS.ver":"2.0","TLS.identifier":"%s","TLS.sdkappid":%d,"TLS.expire":%d,"TLS.time":%d,%s"TLS.sig":"%s"}\
                """
                .formatted(userId, app, expire, time,
                        userbuf.isEmpty() ? "" : "\"TLS.userbuf\":\"" + userbuf + "\",", hmac(key, content));
        return Base64.getEncoder().encodeToString(deflate(json)).replace('+', '*').replace('/', '-').replace('=', '_');
    }

    private static String hmac(String key, String content) {
        return hmac(key, content.getBytes(StandardCharsets.UTF_8));
    }

    static String hmac(String key, byte[] content) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(content));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] deflate(String text) {
        try (var deflater = new Deflater()) {
            deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
            deflater.finish();
            var out = new ByteArrayOutputStream();
            var chunk = new byte[1024];
            while (!deflater.finished()) {
                out.write(chunk, 0, deflater.deflate(chunk));
            }
            return out.toByteArray();
        }
    }
}
