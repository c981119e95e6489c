package dev.sluice.auth;

import java.time.Duration;
import java.time.Instant;

/** Makes UserSigs: tokens that let one user into the rooms of one application. */
public final class UserSig {
    private UserSig() {}

    /**
     * @param userId 1 to 32 of letters, digits, _ and -
     * @param key the application's secret key, used as the text it is
     * @throws dev.sluice.runtime.ProtocolException USER_INVALID
     */
    public static String sign(long sdkAppId, String userId, String key, Instant now, Duration validFor) {
        UserIds.require(userId);
        var claims = new Claims(userId, sdkAppId, now.getEpochSecond(), validFor.toSeconds(), null);
        return TokenText.pack(ClaimsWriter.json(claims, TokenSignature.of(claims, key)));
    }
}
