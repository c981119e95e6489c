package dev.sluice.room;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;

/** What an application wants when somebody publishes as a user who is publishing already. */
public enum TakeoverPolicy {
    REPLACE, REJECT_IF_LIVE;

    /** Asked where the sitting one is live. */
    void check(String userId) {
        if (this == REJECT_IF_LIVE) {
            throw new ProtocolException(StableCode.PLACE_TAKEN,
                    "user '" + userId + "' is publishing and the application does not let a newcomer take over");
        }
    }
}
