package dev.sluice.ingest;

import dev.sluice.auth.PrivateMapKeyVerifier;
import dev.sluice.auth.UserSigVerifier;
import dev.sluice.room.RoomId;
import dev.sluice.room.TakeoverPolicy;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.util.Optional;

/**
 * One application: who may enter its rooms, and on which terms.
 *
 * @param requirePrivateMapKey whether nobody enters without a ticket; one that is shown counts either way
 */
public record App(long sdkAppId, UserSigVerifier tokens, PrivateMapKeyVerifier tickets, boolean requirePrivateMapKey,
        TakeoverPolicy takeover, int graceSeconds) {

    /**
     * What somebody may do who wants to publish: to enter, and to send something, at least.
     *
     * @throws ProtocolException TOKEN_*, PRIVILEGE_MISSING
     */
    public Grant toPublish(Optional<String> privateMapKey, String userId, RoomId room) {
        return grant(privateMapKey, userId, room).toPublish();
    }

    /**
     * What somebody may do who wants to watch: to enter, and to receive something, at least.
     *
     * @throws ProtocolException TOKEN_*, PRIVILEGE_MISSING
     */
    public Grant toWatch(Optional<String> privateMapKey, String userId, RoomId room) {
        return grant(privateMapKey, userId, room).toWatch();
    }

    private Grant grant(Optional<String> privateMapKey, String userId, RoomId room) {
        if (privateMapKey.isEmpty() && requirePrivateMapKey) {
            throw new ProtocolException(StableCode.PRIVILEGE_MISSING,
                    "PrivateMapKey: found none, expected one, because application " + sdkAppId + " requires it");
        }
        return privateMapKey.map(ticket -> new Grant(tickets.verify(ticket, userId, room))).orElse(Grant.ALL);
    }
}
