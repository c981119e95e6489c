package dev.sluice.auth;

import dev.sluice.runtime.Clock;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.time.Instant;
import java.util.List;

/**
 * What holds for every kind of token of one application: it is signed with one of its keys, made for it and for a user, and
 * expires. Holds the keys, never shows one, nor a token. Immutable; safe on any thread.
 */
final class AppTokens {
    private static final int MILLIS = 1000;

    private final long sdkAppId;
    private final List<String> keys;
    private final Clock clock;

    AppTokens(long sdkAppId, List<String> keys, Clock clock) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("application " + sdkAppId + " has no key");
        }
        this.sdkAppId = sdkAppId;
        this.keys = List.copyOf(keys);
        this.clock = clock;
    }

    /** Before the signature matched, no member is believed. */
    Claims signed(String token) {
        var signed = ClaimsReader.read(TokenText.unpack(token));
        var claims = signed.claims();
        if (!TokenSignature.madeByOneOf(keys, claims, signed.signature())) {
            throw new ProtocolException(StableCode.TOKEN_SIGNATURE, "token signature: found one by another key,"
                    + " expected one by a secret key of application " + sdkAppId);
        }
        checkApplication(claims.sdkAppId());
        return claims;
    }

    void checkApplication(long found) {
        if (found != sdkAppId) {
            throw ProtocolException.found(StableCode.TOKEN_WRONG_APP, "token application", found, sdkAppId);
        }
    }

    static void checkUser(String found, String userId) {
        if (!found.equals(userId)) {
            throw ProtocolException.found(StableCode.TOKEN_WRONG_USER, "token user", UserIds.shown(found),
                    UserIds.shown(userId));
        }
    }

    /** @param found seconds since 1970, the last of which counts */
    void checkExpiry(long found) {
        if (passed(found)) {
            throw ProtocolException.found(StableCode.TOKEN_EXPIRED, "token expiry", Instant.ofEpochSecond(found),
                    "later than now, " + Instant.ofEpochSecond(now()));
        }
    }

    boolean passed(long epochSecond) {
        return now() > epochSecond;
    }

    private long now() {
        return Math.floorDiv(clock.wallMillis(), MILLIS);
    }

    @Override
    public String toString() {
        return "[" + sdkAppId + "]";
    }
}
