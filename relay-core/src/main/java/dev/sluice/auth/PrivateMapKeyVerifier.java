package dev.sluice.auth;

import dev.sluice.room.RoomId;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks the PrivateMapKeys of one application. Holds its keys, never shows one, nor a token. Immutable; safe on any thread.
 */
public final class PrivateMapKeyVerifier {
    private static final long DW_EXP_TIME_MASK = 0xffff_ffffL;

    private final AppTokens tokens;

    /** @param keys at least one; a ticket signed with any of them counts */
    public PrivateMapKeyVerifier(long sdkAppId, List<String> keys, Clock clock) {
        this.tokens = new AppTokens(sdkAppId, keys, clock);
    }

    /**
     * What a ticket lets this user do in this room, if this application signed it for both and it holds now.
     *
     * @throws ProtocolException TOKEN_MISSING, TOKEN_MALFORMED, TOKEN_SIGNATURE, TOKEN_WRONG_APP, TOKEN_WRONG_USER,
     *         TOKEN_EXPIRED, or for another room PRIVILEGE_MISSING
     */
    public Set<Privilege> verify(String token, String userId, RoomId room) {
        try {
            return ticket(token, userId, room).privileges();
        } catch (ProtocolException refused) {
            // It comes beside a UserSig, and the peer should know which of the two is meant.
            throw new ProtocolException(refused.code(), "PrivateMapKey: " + refused.getMessage());
        }
    }

    private PrivateMapKey ticket(String token, String userId, RoomId room) {
        var claims = tokens.signed(token);
        var ticket = read(claims.userbuf());
        AppTokens.checkUser(claims.identifier(), userId);
        AppTokens.checkUser(ticket.userId(), userId);
        tokens.checkApplication(ticket.sdkAppId());
        checkRoom(ticket.room(), room);
        tokens.checkExpiry(claims.expiresAt());
        checkExpiry(ticket.expiresAt(), claims.expiresAt());
        return ticket;
    }

    private static PrivateMapKey read(@Nullable String userbuf) {
        if (userbuf == null) {
            throw TokenText.malformed("kind", "a UserSig (without TLS.userbuf)", "a PrivateMapKey");
        }
        try {
            // tls-sig-api-v2 1.1 breaks the text into lines.
            return Userbuf.read(Unpooled.wrappedBuffer(Base64.getMimeDecoder().decode(userbuf)));
        } catch (IllegalArgumentException _) {
            throw TokenText.malformed(ClaimsReader.USERBUF, "text with wrong padding", "base64");
        } catch (ProtocolException invalid) {
            // A room or user that can't be is a fault of the ticket, not of the request.
            throw new ProtocolException(StableCode.TOKEN_MALFORMED, String.valueOf(invalid.getMessage()));
        }
    }

    private static void checkRoom(RoomId found, RoomId expected) {
        if (!found.equals(expected)) {
            throw ProtocolException.found(StableCode.PRIVILEGE_MISSING, "room", shown(found), shown(expected));
        }
    }

    private static String shown(RoomId room) {
        return switch (room) {
            case RoomId.Numeric(long number) -> "the integer room " + number;
            case RoomId.Named(String text) -> "the string room '" + text + "'";
        };
    }

    /** The generators let dwExpTime wrap, so a ticket for a hundred years has expired when it is made. */
    private void checkExpiry(long dwExpTime, long tlsExpiry) {
        if (tokens.passed(dwExpTime) && tlsExpiry != dwExpTime && (tlsExpiry & DW_EXP_TIME_MASK) == dwExpTime) {
            throw ProtocolException.found(StableCode.TOKEN_EXPIRED, "ticket expiry",
                    Instant.ofEpochSecond(dwExpTime) + ", which is " + Instant.ofEpochSecond(tlsExpiry)
                            + " wrapped to 32 bits",
                    "at most " + Instant.ofEpochSecond(DW_EXP_TIME_MASK));
        }
        tokens.checkExpiry(dwExpTime);
    }

    @Override
    public String toString() {
        return "PrivateMapKeyVerifier" + tokens;
    }
}
