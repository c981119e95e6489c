package dev.sluice.pull;

import dev.sluice.ingest.Identity;
import dev.sluice.room.RoomKey;
import dev.sluice.task.TaskException;
import dev.sluice.task.TaskState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pulls that live, one for each user in a room; until their end is stored. Safe anywhere, touched a few times per task. */
final class LiveTasks {
    private final int max;
    private final Map<String, Pull> byId = new LinkedHashMap<>();
    private final Map<Identity, Pull> byIdentity = new LinkedHashMap<>();

    LiveTasks(int max) {
        this.max = max;
    }

    /** @throws TaskException EXISTS, TOO_MANY */
    synchronized void admit(Pull pull) {
        if (byIdentity.containsKey(pull.identity())) {
            throw exists();
        }
        if (byId.size() >= max) {
            throw new TaskException(TaskException.Kind.TOO_MANY, "pull.maxConcurrent: " + max + " tasks run already");
        }
        put(pull);
    }

    /** Whatever there is. */
    synchronized void put(Pull pull) {
        byId.put(pull.task().id(), pull);
        byIdentity.put(pull.identity(), pull);
    }

    synchronized void remove(Pull pull) {
        byId.remove(pull.task().id(), pull);
        byIdentity.remove(pull.identity(), pull);
    }

    synchronized Optional<Pull> find(long sdkAppId, String id) {
        return Optional.ofNullable(byId.get(id)).filter(pull -> pull.task().room().sdkAppId() == sdkAppId);
    }

    synchronized Optional<Pull> find(Identity identity) {
        return Optional.ofNullable(byIdentity.get(identity));
    }

    synchronized List<Pull> in(RoomKey room) {
        return byId.values().stream().filter(pull -> pull.task().room().equals(room)).toList();
    }

    synchronized List<Pull> all() {
        return List.copyOf(byId.values());
    }

    synchronized long count(TaskState state) {
        return byId.values().stream().filter(pull -> pull.task().state() == state).count();
    }

    static TaskException exists() {
        return new TaskException(TaskException.Kind.EXISTS, "the user has a live task in the room already");
    }
}
