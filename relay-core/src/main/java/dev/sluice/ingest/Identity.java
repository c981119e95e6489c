package dev.sluice.ingest;

import dev.sluice.room.RoomKey;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.util.regex.Pattern;

/** A user in a room. */
public record Identity(RoomKey room, String userId) {
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    public Identity {
        if (!USER.matcher(userId).matches()) {
            throw new ProtocolException(StableCode.USER_INVALID, "user id: found " + userId.length()
                    + " characters, expected 1 to 32 of letters, digits, _ and -");
        }
    }
}
