package dev.sluice.event;

import dev.sluice.media.MediaKind;
import dev.sluice.room.Protocol;
import dev.sluice.room.RoomKey;
import dev.sluice.runtime.StableCode;
import java.util.ArrayList;
import java.util.List;

/** What is to be remembered and told of one moment in one room, in the order in which it is added. */
final class EntryDraft {
    private final CallbackEvents make;
    private final RoomKey room;
    private final long atMillis;
    private final List<Presence> entered = new ArrayList<>(1);
    private final List<Presence> left = new ArrayList<>(1);
    private final List<CallbackEvent> events = new ArrayList<>(3);

    EntryDraft(CallbackEvents make, RoomKey room, long atMillis) {
        this.make = make;
        this.room = room;
        this.atMillis = atMillis;
    }

    /** A user is inside in this role. */
    void present(String userId, Role role) {
        entered.add(presence(userId, role));
    }

    /** No longer. */
    void absent(String userId, Role role) {
        left.add(presence(userId, role));
    }

    private Presence presence(String userId, Role role) {
        return new Presence(room, userId, role == Role.ANCHOR);
    }

    void opened(String userId) {
        events.add(make.roomOpened(room, userId, atMillis));
    }

    void closed() {
        events.add(make.roomClosed(room, atMillis));
    }

    void entered(String userId, Role role, Protocol protocol) {
        events.add(make.entered(room, userId, role, protocol, atMillis));
    }

    void left(String userId, Role role, Departure how, StableCode code) {
        events.add(make.left(room, userId, role, how, code, atMillis));
    }

    void started(String userId, MediaKind kind) {
        events.add(make.started(room, userId, kind, atMillis));
    }

    void stopped(String userId, MediaKind kind, StableCode code) {
        events.add(make.stopped(room, userId, kind, code, atMillis));
    }

    boolean empty() {
        return entered.isEmpty() && left.isEmpty() && events.isEmpty();
    }

    Journal.Entry entry() {
        return new Journal.Entry(List.of(), entered, left, events);
    }
}
