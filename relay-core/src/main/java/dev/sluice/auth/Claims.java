package dev.sluice.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a token claims.
 *
 * @param time when it was made, seconds since 1970
 * @param expire for how many seconds it holds
 * @param userbuf base64 text of a PrivateMapKey's ticket, signed as the text it is; absent in a UserSig
 */
record Claims(String identifier, long sdkAppId, long time, long expire, @Nullable String userbuf) {
    /** The bytes that are signed. */
    byte[] content() {
        var content = "TLS.identifier:" + identifier + "\nTLS.sdkappid:" + sdkAppId + "\nTLS.time:" + time
                + "\nTLS.expire:" + expire + "\n" + (userbuf == null ? "" : "TLS.userbuf:" + userbuf + "\n");
        return content.getBytes(StandardCharsets.UTF_8);
    }

    /** Seconds since 1970; both terms are at most 2^53, so the sum fits. */
    long expiresAt() {
        return time + expire;
    }

    static Claims withUserbuf(String identifier, long sdkAppId, long time, long expire, byte[] userbuf) {
        return new Claims(identifier, sdkAppId, time, expire, Base64.getEncoder().encodeToString(userbuf));
    }
}
