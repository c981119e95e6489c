package dev.sluice.auth;

import dev.sluice.runtime.Clock;
import dev.sluice.runtime.ProtocolException;
import java.util.List;

/**
 * Checks the UserSigs of one application. Holds its keys, never shows one, nor a token. Immutable; safe on any thread.
 */
public final class UserSigVerifier {
    private final AppTokens tokens;

    /** @param keys at least one; a token signed with any of them counts, so keys can be changed without a gap */
    public UserSigVerifier(long sdkAppId, List<String> keys, Clock clock) {
        this.tokens = new AppTokens(sdkAppId, keys, clock);
    }

    /**
     * Passes a UserSig that this application signed for this user and that holds now.
     *
     * @throws ProtocolException TOKEN_MISSING, TOKEN_MALFORMED, TOKEN_SIGNATURE, TOKEN_WRONG_APP, TOKEN_WRONG_USER or
     *         TOKEN_EXPIRED
     */
    public void verify(String token, String userId) {
        var claims = signed(token);
        AppTokens.checkUser(claims.identifier(), userId);
        tokens.checkExpiry(claims.expiresAt());
    }

    /**
     * The same, but a token that has expired passes too: for what a user does to a session that was opened while the
     * token held.
     */
    public void verifyExpiredToo(String token, String userId) {
        AppTokens.checkUser(signed(token).identifier(), userId);
    }

    /** Whose UserSig it is, checked like {@link #verify}: where a request names no user. */
    public String identifier(String token) {
        var claims = signed(token);
        tokens.checkExpiry(claims.expiresAt());
        return claims.identifier();
    }

    private Claims signed(String token) {
        var claims = tokens.signed(token);
        if (claims.userbuf() != null) {
            throw TokenText.malformed("kind", "a PrivateMapKey (with TLS.userbuf)", "a UserSig");
        }
        return claims;
    }

    @Override
    public String toString() {
        return "UserSigVerifier" + tokens;
    }
}
