package dev.sluice.room;

import dev.sluice.event.Departure;
import dev.sluice.event.RoomEvent;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;

/**
 * Where anchors publish and viewers watch; exists while somebody is in it. Membership changes on the room's loop; the
 * lists that are read elsewhere are snapshots.
 */
public final class Room {
    private final RoomKey key;
    private final EventLoop loop;
    private final RoomRegistry registry;
    private final Clock clock;
    private final Map<String, Publisher> publishers = new HashMap<>();
    private volatile List<Publisher> anchors = List.of();
    private volatile List<Viewer> viewers = List.of();
    private boolean closed;

    Room(RoomKey key, EventLoop loop, RoomRegistry registry, Clock clock) {
        this.key = key;
        this.loop = loop;
        this.registry = registry;
        this.clock = clock;
    }

    public RoomKey key() {
        return key;
    }

    /** Publishers whose media was accepted, in the order in which they entered. Safe anywhere. */
    public List<Publisher> anchors() {
        return anchors;
    }

    /** Safe anywhere. */
    public List<Viewer> viewers() {
        return viewers;
    }

    TrackLimits trackLimits() {
        return registry.trackLimits();
    }

    /**
     * Gives the user's place to a source, new or taken over. The future completes on the room's loop or on the loop of
     * the publisher that was there, whatever happens.
     */
    void claim(Claim claim, CompletableFuture<Publisher> answer) {
        loop.execute(() -> {
            if (closed) {
                registry.claim(claim, answer);
                return;
            }
            var present = publishers.get(claim.userId());
            if (present == null) {
                admit(claim, answer);
            } else {
                displace(present, claim, answer);
            }
        });
    }

    private void admit(Claim claim, CompletableFuture<Publisher> answer) {
        try {
            answer.complete(place(claim));
        } catch (RuntimeException refused) {
            answer.completeExceptionally(refused);
            closeIfEmpty();
        }
    }

    private Publisher place(Claim claim) {
        int max = registry.limits().anchorsPerRoom();
        if (publishers.size() >= max) {
            throw full("anchorsPerRoom", max);
        }
        var publisher = Publisher.open(this, claim, clock);
        publishers.put(claim.userId(), publisher);
        return publisher;
    }

    private void displace(Publisher present, Claim claim, CompletableFuture<Publisher> answer) {
        try {
            present.onLoop(() -> takeOver(present, claim, answer));
        } catch (RejectedExecutionException gone) { // its loop has ended, so nothing else runs there
            present.source().part(Takeovers.takenOver(claim.userId()));
            present.end(StableCode.TAKEN_OVER, Departure.CLOSED);
            claim(claim, answer);
        }
    }

    private void takeOver(Publisher present, Claim claim, CompletableFuture<Publisher> answer) {
        if (present.ended()) {
            claim(claim, answer);
            return;
        }
        try {
            present.takeOver(claim.source(), claim.policy());
            answer.complete(present);
        } catch (RuntimeException refused) {
            answer.completeExceptionally(refused);
        }
    }

    private static ProtocolException full(String limit, int max) {
        return new ProtocolException(StableCode.LIMIT_EXCEEDED, limit + ": the room holds its " + max + " already");
    }

    void entered(Publisher publisher, Protocol protocol) {
        loop.execute(() -> {
            var all = new ArrayList<>(anchors);
            all.add(publisher);
            anchors = List.copyOf(all);
            registry.tell(new RoomEvent.AnchorEntered(key, publisher.userId(), protocol));
        });
    }

    void left(Publisher publisher, StableCode code, Departure how) {
        loop.execute(() -> {
            publishers.remove(publisher.userId(), publisher);
            var all = new ArrayList<>(anchors);
            if (all.remove(publisher)) {
                anchors = List.copyOf(all);
                registry.tell(new RoomEvent.AnchorLeft(key, publisher.userId(), code, how));
            }
            closeIfEmpty();
        });
    }

    /** Lets a viewer in, or refuses it with LIMIT_EXCEEDED. */
    void enter(Viewer viewer, CompletableFuture<Room> answer) {
        loop.execute(() -> {
            var limits = registry.limits();
            long same = viewers.stream().filter(other -> other.userId().equals(viewer.userId())).count();
            if (closed) {
                answer.completeExceptionally(nothing());
            } else if (viewers.size() >= limits.viewersPerRoom()) {
                answer.completeExceptionally(full("viewersPerRoom", limits.viewersPerRoom()));
            } else if (same >= limits.sessionsPerUser()) {
                answer.completeExceptionally(new ProtocolException(StableCode.LIMIT_EXCEEDED,
                        "sessionsPerUser: the user has " + same + " sessions in the room already"));
            } else {
                var all = new ArrayList<>(viewers);
                all.add(viewer);
                viewers = List.copyOf(all);
                registry.tell(new RoomEvent.ViewerEntered(key, viewer.userId(), viewer.id()));
                answer.complete(this);
            }
        });
    }

    /** From any thread; idempotent. */
    public void leave(Viewer viewer, StableCode reason) {
        loop.execute(() -> {
            var all = new ArrayList<>(viewers);
            if (all.remove(viewer)) {
                viewers = List.copyOf(all);
                registry.tell(new RoomEvent.ViewerLeft(key, viewer.userId(), viewer.id(), reason));
                closeIfEmpty();
            }
        });
    }

    /** Parts with everybody in the room, for this reason. From any thread. */
    public void dismiss(ProtocolException reason) {
        part(_ -> true, reason);
    }

    /** Parts with every session of these users, publishing and watching ones, for this reason. From any thread. */
    public void remove(Set<String> userIds, ProtocolException reason) {
        part(Set.copyOf(userIds)::contains, reason);
    }

    private void part(Predicate<String> with, ProtocolException reason) {
        loop.execute(() -> {
            publishers.values().stream().filter(publisher -> with.test(publisher.userId())).toList()
                    .forEach(publisher -> publisher.remove(reason));
            viewers.stream().filter(viewer -> with.test(viewer.userId()))
                    .forEach(viewer -> Guard.call("parting with a viewer", () -> viewer.close(reason)));
        });
    }

    /** Why a viewer finds nobody to watch. */
    static ProtocolException nothing() {
        return new ProtocolException(StableCode.NOTHING_TO_PLAY, "nobody publishes in the room");
    }

    /** Behind everything that was told; for those who tell of a task what happened in its room before. */
    void behindEvents(Runnable action) {
        loop.execute(action);
    }

    /** In order with entering and leaving. */
    void tell(RoomEvent event) {
        loop.execute(() -> registry.tell(event));
    }

    private void closeIfEmpty() {
        if (publishers.isEmpty() && viewers.isEmpty() && !closed) {
            closed = true;
            registry.forget(this);
        }
    }
}
