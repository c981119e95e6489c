package dev.sluice.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** TLS.sig: base64 of the HMAC-SHA256 of the claims' content. */
final class TokenSignature {
    private static final String ALGORITHM = "HmacSHA256";

    private TokenSignature() {}

    /** @param key used as text: a key of 64 hex digits is 64 bytes */
    static String of(Claims claims, String key) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return Base64.getEncoder().encodeToString(mac.doFinal(claims.content()));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** Whether one of the keys made it. Takes as long whichever it is, and however near the signature is. */
    static boolean madeByOneOf(List<String> keys, Claims claims, String signature) {
        var found = signature.getBytes(StandardCharsets.UTF_8);
        boolean made = false;
        for (var key : keys) {
            made |= MessageDigest.isEqual(of(claims, key).getBytes(StandardCharsets.UTF_8), found);
        }
        return made;
    }
}
