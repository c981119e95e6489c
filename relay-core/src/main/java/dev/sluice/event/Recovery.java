package dev.sluice.event;

import dev.sluice.room.RoomKey;
import dev.sluice.runtime.StableCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a process that died left behind: everybody who was inside has left, and the rooms are empty. */
final class Recovery {
    private Recovery() {}

    /** One entry for each room. */
    static List<Journal.Entry> of(List<Presence> inside, CallbackEvents events, long nowMillis) {
        var rooms = new LinkedHashMap<RoomKey, EntryDraft>();
        var users = new LinkedHashMap<RoomKey, Map<String, Role>>();
        for (var presence : inside) {
            var role = presence.anchor() ? Role.ANCHOR : Role.VIEWER;
            rooms.computeIfAbsent(presence.room(), room -> new EntryDraft(events, room, nowMillis))
                    .absent(presence.userId(), role);
            users.computeIfAbsent(presence.room(), _ -> new LinkedHashMap<>()).merge(presence.userId(), role,
                    (one, other) -> one == Role.ANCHOR ? one : other);
        }
        rooms.forEach((room, draft) -> {
            users.getOrDefault(room, Map.of()).forEach(
                    (user, role) -> draft.left(user, role, Departure.LOST, StableCode.INTERNAL));
            draft.closed();
        });
        return rooms.values().stream().map(EntryDraft::entry).toList();
    }
}
