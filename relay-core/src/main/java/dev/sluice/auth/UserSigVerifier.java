package dev.sluice.auth;

import dev.sluice.runtime.Clock;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.time.Instant;
import java.util.List;

/**
 * Checks the UserSigs of one application. Holds its keys, never shows one, nor a token. Immutable; safe on any thread.
 */
public final class UserSigVerifier {
    private static final int MILLIS = 1000;

    private final long sdkAppId;
    private final List<String> keys;
    private final Clock clock;

    /** @param keys at least one; a token signed with any of them counts, so keys can be changed without a gap */
    public UserSigVerifier(long sdkAppId, List<String> keys, Clock clock) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("application " + sdkAppId + " has no key");
        }
        this.sdkAppId = sdkAppId;
        this.keys = List.copyOf(keys);
        this.clock = clock;
    }

    /**
     * Passes a UserSig that this application signed for this user and that holds now.
     *
     * @throws ProtocolException TOKEN_MISSING, TOKEN_MALFORMED, TOKEN_SIGNATURE, TOKEN_WRONG_APP, TOKEN_WRONG_USER or
     *         TOKEN_EXPIRED
     */
    public void verify(String token, String userId) {
        var claims = signed(token);
        checkUser(claims, userId);
        checkExpiry(claims);
    }

    /**
     * The same, but a token that has expired passes too: for what a user does to a session that was opened while the
     * token held.
     */
    public void verifyExpiredToo(String token, String userId) {
        checkUser(signed(token), userId);
    }

    /** Whose UserSig it is, checked like {@link #verify}: where a request names no user. */
    public String identifier(String token) {
        var claims = signed(token);
        checkExpiry(claims);
        return claims.identifier();
    }

    /** Before the signature matched, no member is believed. */
    private Claims signed(String token) {
        var signed = ClaimsReader.read(TokenText.unpack(token));
        var claims = signed.claims();
        if (!TokenSignature.madeByOneOf(keys, claims, signed.signature())) {
            throw new ProtocolException(StableCode.TOKEN_SIGNATURE, "token signature: found one by another key,"
                    + " expected one by a secret key of application " + sdkAppId);
        }
        if (claims.sdkAppId() != sdkAppId) {
            throw ProtocolException.found(StableCode.TOKEN_WRONG_APP, "token application", claims.sdkAppId(), sdkAppId);
        }
        if (claims.userbuf() != null) {
            throw ProtocolException.found(StableCode.TOKEN_MALFORMED, "token kind",
                    "a PrivateMapKey (with TLS.userbuf)", "a UserSig");
        }
        return claims;
    }

    private static void checkUser(Claims claims, String userId) {
        if (!claims.identifier().equals(userId)) {
            throw ProtocolException.found(StableCode.TOKEN_WRONG_USER, "token user",
                    UserIds.shown(claims.identifier()), UserIds.shown(userId));
        }
    }

    private void checkExpiry(Claims claims) {
        long now = Math.floorDiv(clock.wallMillis(), MILLIS);
        if (now > claims.expiresAt()) {
            throw ProtocolException.found(StableCode.TOKEN_EXPIRED, "token expiry",
                    Instant.ofEpochSecond(claims.expiresAt()), "later than now, " + Instant.ofEpochSecond(now));
        }
    }

    @Override
    public String toString() {
        return "UserSigVerifier[" + sdkAppId + "]";
    }
}
