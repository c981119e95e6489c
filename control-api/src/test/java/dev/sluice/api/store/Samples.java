package dev.sluice.api.store;

import dev.sluice.event.CallbackEvent;
import dev.sluice.event.Journal;
import dev.sluice.event.Presence;
import dev.sluice.room.RoomId;
import dev.sluice.room.RoomKey;
import dev.sluice.task.IngestTask;
import dev.sluice.task.TaskProgress;
import dev.sluice.task.TaskSettings;
import dev.sluice.task.TaskState;
import java.util.List;

/** Tasks, events and people as tests want them. */
final class Samples {
    static final long APP = 1_400_000_001L;
    static final RoomKey ROOM = new RoomKey(APP, new RoomId.Numeric(123));
    static final RoomKey TWIN = new RoomKey(APP, new RoomId.Named("123"));
    static final String URL = "https://user:secret@live.example.com/a.flv?sign=x";

    private Samples() {}

    static IngestTask task(String id, RoomKey room, TaskState state, long createdMillis, long endedMillis) {
        var settings = new TaskSettings(URL, 7, -1, 60, 150, 1.5, 30, true, List.of("AutoPush"));
        return new IngestTask(id, room, "robot", settings, state, 2, new TaskProgress(true, false, 5, 6, 7, 8),
                createdMillis, 11, 12, 13, 4, endedMillis,
                state == TaskState.ENDED ? "STOPPED" : "", "");
    }

    static IngestTask task(String id) {
        return task(id, ROOM, TaskState.RUNNING, 1000, 0);
    }

    static CallbackEvent event(String id) {
        return event(id, APP);
    }

    static CallbackEvent event(String id, long sdkAppId) {
        return new CallbackEvent(id, sdkAppId, sdkAppId + "/123", 7, 701, 5000, "{\"UserId\":\"" + id + "\"}",
                "STOPPED");
    }

    static Journal.Entry tasks(IngestTask... tasks) {
        return new Journal.Entry(List.of(tasks), List.of(), List.of(), List.of());
    }

    static Journal.Entry events(CallbackEvent... events) {
        return new Journal.Entry(List.of(), List.of(), List.of(), List.of(events));
    }

    static Journal.Entry people(List<Presence> entered, List<Presence> left) {
        return new Journal.Entry(List.of(), entered, left, List.of());
    }
}
