package dev.sluice.auth;

import dev.sluice.room.RoomId;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * A ticket that lets one user do certain things in one room: what the userbuf of such a token says.
 *
 * @param expiresAt seconds since 1970, as many as 32 bits hold
 */
public record PrivateMapKey(String userId, long sdkAppId, RoomId room, long expiresAt, Set<Privilege> privileges) {
    private static final long MAX_EXPIRES_AT = 0xffff_ffffL;

    public PrivateMapKey {
        UserIds.require(userId);
        privileges = Set.copyOf(privileges);
        if (expiresAt < 0 || expiresAt > MAX_EXPIRES_AT) {
            throw new IllegalArgumentException("a PrivateMapKey holds until " + Instant.ofEpochSecond(MAX_EXPIRES_AT)
                    + " at most: the field has 32 bits");
        }
        if (sdkAppId < 0 || sdkAppId > MAX_EXPIRES_AT) {
            throw new IllegalArgumentException("sdkAppId " + sdkAppId + " does not fit in 32 bits");
        }
    }

    /**
     * Makes a token.
     *
     * @throws dev.sluice.runtime.ProtocolException USER_INVALID
     * @throws IllegalArgumentException when it would hold longer than its 32-bit field can say
     */
    public static String sign(long sdkAppId, String userId, RoomId room, Set<Privilege> privileges, String key,
            Instant now, Duration validFor) {
        var ticket = new PrivateMapKey(userId, sdkAppId, room, now.plus(validFor).getEpochSecond(), privileges);
        var claims = Claims.withUserbuf(userId, sdkAppId, now.getEpochSecond(), validFor.toSeconds(),
                Userbuf.write(ticket));
        return TokenText.pack(ClaimsWriter.json(claims, TokenSignature.of(claims, key)));
    }
}
