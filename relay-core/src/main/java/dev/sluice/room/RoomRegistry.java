package dev.sluice.room;

import dev.sluice.event.RoomEvent;
import dev.sluice.health.WarningMeters;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.EventLoops;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** The rooms of the process. Safe anywhere. */
public final class RoomRegistry {
    private final ConcurrentHashMap<RoomKey, Room> rooms = new ConcurrentHashMap<>();
    private final List<Consumer<RoomEvent>> observers = new CopyOnWriteArrayList<>();
    private final EventLoops loops;
    private final Clock clock;
    private final RoomLimits limits;
    private final TrackLimits trackLimits;
    private final WarningMeters warnings;

    public RoomRegistry(EventLoops loops, Clock clock, RoomLimits limits, TrackLimits trackLimits) {
        this.loops = loops;
        this.clock = clock;
        this.limits = limits;
        this.trackLimits = trackLimits;
        this.warnings = new WarningMeters(trackLimits.metrics());
    }

    public Optional<Room> find(RoomKey key) {
        return Optional.ofNullable(rooms.get(key));
    }

    public Collection<Room> rooms() {
        return Collections.unmodifiableCollection(rooms.values());
    }

    /** Hears every event, on media loops: must not block. */
    public void observe(Consumer<RoomEvent> observer) {
        observers.add(observer);
    }

    public void unobserve(Consumer<RoomEvent> observer) {
        observers.remove(observer);
    }

    /** Gives a publisher's place to a source; refused with LIMIT_EXCEEDED, PLACE_TAKEN or PRIVILEGE_MISSING. */
    public CompletableFuture<Publisher> claim(Claim claim) {
        var answer = new CompletableFuture<Publisher>();
        claim(claim, answer);
        return answer;
    }

    void claim(Claim claim, CompletableFuture<Publisher> answer) {
        try {
            var present = rooms.get(claim.room());
            ask(present == null ? create(claim) : present, claim, answer);
        } catch (RuntimeException refused) {
            answer.completeExceptionally(refused);
        }
    }

    private void ask(Room room, Claim claim, CompletableFuture<Publisher> answer) {
        try {
            room.claim(claim, answer);
        } catch (RejectedExecutionException gone) { // the room's loop has ended: nobody will ever leave it
            forget(room);
            throw gone;
        }
    }

    private Room create(Claim claim) {
        var key = claim.room();
        if (!claim.createsRoom()) {
            throw new ProtocolException(StableCode.PRIVILEGE_MISSING, "room: found none of this id, expected one that"
                    + " exists, because the PrivateMapKey lacks CREATE_ROOM (1)");
        }
        long present = rooms.keySet().stream().filter(other -> other.sdkAppId() == key.sdkAppId()).count();
        if (present >= limits.roomsPerApp()) {
            throw new ProtocolException(StableCode.LIMIT_EXCEEDED,
                    "roomsPerApp: the application has its " + limits.roomsPerApp() + " rooms already");
        }
        return rooms.computeIfAbsent(key, _ -> new Room(key, loops.next(), this, clock));
    }

    /** Lets a viewer into a room; refused with NOTHING_TO_PLAY where there is none, or LIMIT_EXCEEDED. */
    public CompletableFuture<Room> enter(RoomKey key, Viewer viewer) {
        var answer = new CompletableFuture<Room>();
        find(key).ifPresentOrElse(room -> room.enter(viewer, answer),
                () -> answer.completeExceptionally(Room.nothing()));
        return answer;
    }

    void forget(Room room) {
        rooms.remove(room.key(), room);
    }

    void tell(RoomEvent event) {
        observers.forEach(observer -> Guard.call("an observer of rooms", () -> observer.accept(event)));
    }

    /** Where warnings of publishers are counted. */
    public WarningMeters warnings() {
        return warnings;
    }

    RoomLimits limits() {
        return limits;
    }

    TrackLimits trackLimits() {
        return trackLimits;
    }
}
