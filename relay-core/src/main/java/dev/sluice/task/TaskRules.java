package dev.sluice.task;

import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** By which rules a task lives: pure, time is an argument, wall milliseconds since 1970. Safe anywhere. */
public final class TaskRules {
    /** Never. */
    public static final long NEVER = Long.MAX_VALUE;
    /** The retries of every source, by the time after the failure before. */
    static final long[] RETRIES = {0, 1_000, 3_000};
    /** So much of media sets the counters back, and makes a source that is tried longer. */
    static final long STEADY = TimeUnit.MINUTES.toMillis(1);
    /** How often such a source is tried after that, and for how long. */
    static final long PATIENT_RETRY = 5_000;
    static final long PATIENCE = TimeUnit.MINUTES.toMillis(1);
    static final long MAX_PAUSE = TimeUnit.HOURS.toMillis(12);

    private TaskRules() {}

    /** A task that was just wanted. */
    public static IngestTask begin(String id, NewTask wanted, long now) {
        var settings = LiveSource.settle(wanted.settings());
        var state = settings.paused() ? TaskState.PAUSED : TaskState.STARTING;
        return new IngestTask(id, wanted.room(), wanted.userId(), settings, state, 0, TaskProgress.NEW, now, 0,
                settings.paused() ? now : 0, 0, settings.repeats(), 0, "", "");
    }

    /** What follows. An ended task stays as it is. */
    public static TaskStep on(IngestTask task, Happening what, long now) {
        return new TaskTransition(task, now).on(what);
    }

    /** When {@link Happening.TimePassed} changes something; {@link #NEVER} while nothing is waited for. */
    public static long due(IngestTask task) {
        if (task.ended()) {
            return NEVER;
        }
        var progress = task.progress();
        return LongStream.of(pauseEnds(task), durationEnds(task), idleEnds(task), progress.retryMillis(),
                steadyAt(task)).filter(at -> at > 0).min().orElse(NEVER);
    }

    /** Whether a Start of the same user may replace it: it has had no media since its third failure. */
    public static boolean hopeless(IngestTask task) {
        return task.failures() >= RETRIES.length && task.progress().mediaMillis() == 0;
    }

    static long pauseEnds(IngestTask task) {
        return task.state() == TaskState.PAUSED ? task.pausedMillis() + MAX_PAUSE : 0;
    }

    /** Of a loop without end only. */
    static long durationEnds(IngestTask task) {
        var settings = task.settings();
        boolean bounded = settings.repeats() == -1 && settings.maxDurationMinutes() > 0 && task.firstMediaMillis() > 0;
        return bounded ? task.firstMediaMillis() + TimeUnit.MINUTES.toMillis(settings.maxDurationMinutes()) : 0;
    }

    static long idleEnds(IngestTask task) {
        long since = task.progress().unwatchedMillis();
        long patience = TimeUnit.SECONDS.toMillis(task.settings().idleTimeoutSeconds());
        return since > 0 && patience > 0 ? since + patience : 0;
    }

    static long steadyAt(IngestTask task) {
        var progress = task.progress();
        boolean counts = progress.mediaMillis() > 0 && (task.failures() > 0 || !progress.steady());
        return counts ? progress.mediaMillis() + STEADY : 0;
    }
}
