package dev.sluice.task;

import dev.sluice.runtime.StableCode;
import dev.sluice.task.TaskStep.Action;
import java.util.ArrayList;
import java.util.List;

/** One step of a task's life: begins as the task was, ends as the step that follows. All transitions are here. */
final class TaskTransition {
    private final IngestTask task;
    private final long now;
    private final List<TaskFact> facts = new ArrayList<>(2);
    private final List<Action> actions = new ArrayList<>(2);
    private TaskSettings settings;
    private TaskState state;
    private int failures;
    private boolean steady;
    private boolean owed;
    private long mediaMillis;
    private long retryMillis;
    private long patienceMillis;
    private long unwatchedMillis;
    private long firstMediaMillis;
    private long pausedMillis;
    private String endCode = "";
    private String endReason = "";

    TaskTransition(IngestTask task, long now) {
        var progress = task.progress();
        this.task = task;
        this.now = now;
        settings = task.settings();
        state = task.state();
        failures = task.failures();
        steady = progress.steady();
        owed = progress.owed();
        mediaMillis = progress.mediaMillis();
        retryMillis = progress.retryMillis();
        patienceMillis = progress.patienceMillis();
        unwatchedMillis = progress.unwatchedMillis();
        firstMediaMillis = task.firstMediaMillis();
        pausedMillis = task.pausedMillis();
    }

    TaskStep on(Happening what) {
        if (task.ended()) {
            return new TaskStep(task, List.of(), List.of());
        }
        switch (what) {
            case Happening.Resumed() -> resumed();
            case Happening.MediaCame() -> mediaCame();
            case Happening.Broke(var code, var reason) -> broke(code, reason);
            case Happening.SourceOver(var reason) -> end(StableCode.SOURCE_ENDED.name(), reason);
            case Happening.Watched(var watched) -> watched(watched);
            case Happening.Updated(var update) -> updated(update);
            case Happening.Ended(var code, var reason) -> end(code, reason);
            case Happening.TimePassed() -> timePassed();
        }
        return step();
    }

    /** Nobody watches yet, no media came yet; the deadlines are what they were. */
    private void resumed() {
        expire();
        if (state == TaskState.ENDED) {
            return;
        }
        if (firstMediaMillis > 0 && unwatchedMillis == 0) {
            unwatchedMillis = now;
        }
        owed = true;
        forgetFailures();
        mediaMillis = 0;
        if (state != TaskState.PAUSED) {
            state = TaskState.RETRYING;
            retry();
        }
    }

    private void mediaCame() {
        if (state == TaskState.PAUSED) {
            return;
        }
        state = TaskState.RUNNING;
        mediaMillis = now;
        retryMillis = 0;
        patienceMillis = 0;
        if (firstMediaMillis == 0) {
            firstMediaMillis = now;
            unwatchedMillis = now;
        }
        if (owed) {
            owed = false;
            facts.add(TaskFact.STARTED);
        }
    }

    private void broke(String code, String reason) {
        if (state == TaskState.PAUSED) {
            return;
        }
        state = TaskState.RETRYING;
        mediaMillis = 0;
        owed = true;
        failures++;
        facts.add(TaskFact.failed(code));
        if (failures <= TaskRules.RETRIES.length) {
            retryIn(TaskRules.RETRIES[failures - 1]);
        } else if (steady && patient()) {
            retryIn(TaskRules.PATIENT_RETRY);
        } else {
            end(StableCode.RETRIES_USED_UP.name(), failures + " failures in a row, the last " + code + ": " + reason);
        }
    }

    private boolean patient() {
        patienceMillis = patienceMillis == 0 ? now : patienceMillis;
        return now + TaskRules.PATIENT_RETRY <= patienceMillis + TaskRules.PATIENCE;
    }

    private void retryIn(long millis) {
        if (millis == 0) {
            retry();
        } else {
            retryMillis = now + millis;
        }
    }

    private void retry() {
        retryMillis = 0;
        facts.add(TaskFact.RETRIED);
        actions.add(Action.OPEN);
    }

    private void watched(boolean watched) {
        if (watched) {
            unwatchedMillis = 0;
        } else if (unwatchedMillis == 0 && firstMediaMillis > 0) {
            unwatchedMillis = now;
        }
    }

    private void updated(TaskUpdate update) {
        var before = settings;
        settings = LiveSource.settle(settings.with(update));
        boolean moved = !settings.streamUrl().equals(before.streamUrl());
        if (moved) {
            forgetFailures();
        }
        if (settings.paused() && !before.paused()) {
            pause();
        } else if (before.paused() && !settings.paused()) {
            unpause();
        } else if (moved && !settings.paused()) {
            actions.add(Action.OPEN);
        }
    }

    private void pause() {
        state = TaskState.PAUSED;
        pausedMillis = now;
        mediaMillis = 0;
        retryMillis = 0;
        actions.add(Action.CLOSE);
    }

    /** Tells nothing, unless the pause began in a break or the process died in it: the source is tried again then. */
    private void unpause() {
        pausedMillis = 0;
        if (owed && (failures > 0 || firstMediaMillis > 0)) {
            state = TaskState.RETRYING;
            retry();
        } else {
            state = TaskState.STARTING;
            actions.add(Action.OPEN);
        }
    }

    private void forgetFailures() {
        failures = 0;
        retryMillis = 0;
        patienceMillis = 0;
    }

    private void timePassed() {
        expire();
        if (state != TaskState.ENDED && due(retryMillis)) {
            retry();
        }
        if (state != TaskState.ENDED && due(TaskRules.steadyAt(task))) {
            steady = true;
            forgetFailures();
        }
    }

    private void expire() {
        if (due(TaskRules.pauseEnds(task))) {
            end(StableCode.PAUSED_TOO_LONG.name(), "paused for 12 hours");
        } else if (due(TaskRules.durationEnds(task))) {
            end(StableCode.MAX_DURATION.name(), "MaxDuration of " + settings.maxDurationMinutes() + " minutes");
        } else if (due(TaskRules.idleEnds(task))) {
            end(StableCode.IDLE_TIMEOUT.name(), "no viewer for " + settings.idleTimeoutSeconds() + " s");
        }
    }

    private boolean due(long at) {
        return at > 0 && at <= now;
    }

    private void end(String code, String reason) {
        state = TaskState.ENDED;
        retryMillis = 0;
        endCode = code;
        endReason = reason;
        facts.add(TaskFact.ended(code));
        actions.add(Action.CLOSE);
        actions.add(Action.LEAVE);
    }

    private TaskStep step() {
        var progress = new TaskProgress(steady, owed, mediaMillis, retryMillis, patienceMillis, unwatchedMillis);
        long endedMillis = state == TaskState.ENDED ? now : 0;
        var next = new IngestTask(task.id(), task.room(), task.userId(), settings, state, failures, progress,
                task.createdMillis(), firstMediaMillis, pausedMillis, task.positionMillis(), task.playsLeft(),
                endedMillis, endCode, endReason);
        return new TaskStep(next, facts, actions);
    }
}
