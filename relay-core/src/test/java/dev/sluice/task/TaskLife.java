package dev.sluice.task;

import dev.sluice.room.RoomId;
import dev.sluice.room.RoomKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A task whose sources do what a script says: F fails at once, M gives media at once, a dot nothing. What is told is written
 * as second:status, an end as second:code.
 */
final class TaskLife {
    static final long BIRTH = 1_714_564_800_000L;
    static final RoomKey ROOM = new RoomKey(1_400_000_001L, RoomId.named("room"));
    static final TaskSettings SETTINGS = new TaskSettings("https://user:secret@a.b/live.flv?key=1", 0, 1, 0, 100, 1, 0,
            false, List.of());

    private final ArrayDeque<Character> script = new ArrayDeque<>();
    private final List<String> told = new ArrayList<>();
    private final List<TaskStep.Action> actions = new ArrayList<>();
    private long now = BIRTH;
    private IngestTask task;

    TaskLife(TaskSettings settings, String sources) {
        task = TaskRules.begin("id", new NewTask(ROOM, "alice", settings), now);
        sources.chars().forEach(source -> script.add((char) source));
        if (task.state() == TaskState.STARTING) {
            open();
        }
    }

    TaskLife(String sources) {
        this(SETTINGS, sources);
    }

    IngestTask task() {
        return task;
    }

    List<TaskStep.Action> actions() {
        return actions;
    }

    String told() {
        return String.join(" ", told);
    }

    TaskLife on(Happening what) {
        var step = TaskRules.on(task, what, now);
        task = step.task();
        step.facts().forEach(fact -> told.add(second() + ":" + (fact.type() == 702 ? fact.reason() : fact.status())));
        actions.addAll(step.actions());
        step.actions().stream().filter(action -> action == TaskStep.Action.OPEN).forEach(_ -> open());
        return this;
    }

    private String second() {
        long millis = now - BIRTH;
        return millis % 1000 == 0 ? "" + millis / 1000 : "" + millis / 1000.0;
    }

    private void open() {
        var source = script.isEmpty() ? '.' : script.remove();
        if (source == 'F') {
            fail();
        } else if (source == 'M') {
            on(new Happening.MediaCame());
        }
    }

    TaskLife fail() {
        return on(new Happening.Broke("SOURCE_UNREACHABLE", "connection refused"));
    }

    /** To this second of its life, with everything that falls due before. */
    TaskLife until(long second) {
        long end = BIRTH + second * 1000;
        for (long due = TaskRules.due(task); due <= end; due = TaskRules.due(task)) {
            now = Math.max(now, due);
            on(new Happening.TimePassed());
        }
        now = end;
        return this;
    }

    /** To this second, with nobody there to notice. */
    TaskLife deadUntil(long second) {
        now = BIRTH + second * 1000;
        return this;
    }

    TaskLife update(TaskUpdate update) {
        return on(new Happening.Updated(update));
    }

    TaskLife pause(boolean paused) {
        return update(new TaskUpdate(Optional.empty(), Optional.empty(), Optional.of(paused), Optional.empty()));
    }

    TaskLife move(String url) {
        return update(new TaskUpdate(Optional.of(url), Optional.empty(), Optional.empty(), Optional.empty()));
    }
}
