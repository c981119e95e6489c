package dev.sluice.api.store;

import dev.sluice.room.RoomId;
import dev.sluice.room.RoomKey;

/**
 * A room as columns have it.
 *
 * @param kind number or name, because 123 and "123" are two rooms
 */
record RoomColumns(long sdkAppId, String kind, String id) {
    private static final String NUMBER = "number";
    private static final String NAME = "name";

    static RoomColumns of(RoomKey room) {
        var kind = switch (room.id()) {
            case RoomId.Numeric _ -> NUMBER;
            case RoomId.Named _ -> NAME;
        };
        return new RoomColumns(room.sdkAppId(), kind, room.id().text());
    }

    RoomKey room() {
        return new RoomKey(sdkAppId, kind.equals(NUMBER) ? RoomId.numeric(id) : RoomId.named(id));
    }
}
