package dev.sluice.event;

import dev.sluice.room.Protocol;
import dev.sluice.room.RoomKey;
import dev.sluice.runtime.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Turns what rooms tell into what applications hear of it, and into who is to be remembered as inside. Observes the registry:
 * called on media loops, for one room by one at a time; blocks nowhere.
 */
public final class RoomChronicle implements Consumer<RoomEvent> {
    private final Map<RoomKey, Attendance> rooms = new ConcurrentHashMap<>();
    private final CallbackEvents events;
    private final Clock clock;
    private final Consumer<Journal.Entry> journal;

    /** @param journal takes entries in order; must not block */
    public RoomChronicle(CallbackEvents events, Clock clock, Consumer<Journal.Entry> journal) {
        this.events = events;
        this.clock = clock;
        this.journal = journal;
    }

    @Override
    public void accept(RoomEvent event) {
        var draft = new EntryDraft(events, event.room(), clock.wallMillis());
        rooms.compute(event.room(), (_, inside) -> {
            var room = inside == null ? new Attendance() : inside;
            note(event, room, draft);
            return room.empty() ? null : room;
        });
        if (!draft.empty()) {
            journal.accept(draft.entry());
        }
    }

    private static void note(RoomEvent event, Attendance room, EntryDraft draft) {
        var user = event.userId();
        switch (event) {
            case RoomEvent.AnchorEntered anchor -> room.enter(user, Role.ANCHOR, anchor.protocol(), draft);
            case RoomEvent.AnchorLeft anchor -> room.leave(user, Role.ANCHOR, anchor.how(), anchor.code(), draft);
            case RoomEvent.ViewerEntered _ -> room.enter(user, Role.VIEWER, Protocol.WHIP, draft); // WebRTC as well
            case RoomEvent.ViewerLeft viewer ->
                room.leave(user, Role.VIEWER, Departure.of(viewer.code()), viewer.code(), draft);
            case RoomEvent.TrackStarted started -> room.start(user, started.track().kind(), draft);
            case RoomEvent.TrackStopped stopped -> room.stop(user, stopped.kind(), stopped.code(), draft);
            case RoomEvent.TrackChanged _,RoomEvent.PublishRejected _ -> {
                // Applications hear of what runs, not of how; and of nobody who had not entered.
            }
        }
    }
}
