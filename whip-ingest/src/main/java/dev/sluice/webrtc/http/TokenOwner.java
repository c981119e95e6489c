package dev.sluice.webrtc.http;

import dev.sluice.room.RoomKey;
import dev.sluice.runtime.ProtocolException;

/** Whether a token, expired or not, is this user's. */
@FunctionalInterface
public interface TokenOwner {
    /** @throws ProtocolException TOKEN_* */
    void check(RoomKey room, String userSig, String userId);
}
