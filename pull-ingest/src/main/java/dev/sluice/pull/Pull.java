package dev.sluice.pull;

import dev.sluice.event.Journal;
import dev.sluice.ingest.Identity;
import dev.sluice.pull.source.SourceEnd;
import dev.sluice.room.Room;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.task.Happening;
import dev.sluice.task.IngestTask;
import dev.sluice.task.TaskException;
import dev.sluice.task.TaskFact;
import dev.sluice.task.TaskRules;
import dev.sluice.task.TaskState;
import dev.sluice.task.TaskStep;
import dev.sluice.task.TaskUpdate;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One live task: does what its rules say follows from what happens to it. Lives on one event loop, where everything happens
 * that is not said to be safe elsewhere.
 */
final class Pull implements Feeds.Owner {
    /** Deadlines are looked at so often at least, because the wall clock may be set. */
    private static final long MAX_SLEEP = TimeUnit.MINUTES.toMillis(1);

    private final PullPorts ports;
    private final EventLoop loop;
    private final Clock clock;
    private final PullMetrics metrics;
    private final ChangeQueue changes;
    private final Feeds feeds;
    private final Questions questions;
    private final CompletableFuture<IngestTask> ended = new CompletableFuture<>();
    private volatile IngestTask task;
    private @Nullable Anchor anchor;
    private @Nullable ScheduledFuture<?> timer;
    private int openings;
    private boolean drained;

    Pull(IngestTask task, PullPorts ports, EventLoop loop, Clock clock, PullMetrics metrics) {
        this.task = task;
        this.ports = ports;
        this.loop = loop;
        this.clock = clock;
        this.metrics = metrics;
        this.changes = new ChangeQueue(ports.changes(), loop);
        this.feeds = new Feeds(ports.sources(), loop, clock, this);
        this.questions = new Questions(loop);
    }

    /** As it is now. Safe anywhere. */
    IngestTask task() {
        return task;
    }

    /** Safe anywhere. */
    Identity identity() {
        return new Identity(task.room(), task.userId());
    }

    /** Completes when its end is stored. Safe anywhere. */
    CompletionStage<IngestTask> ended() {
        return ended;
    }

    /** It was just stored. Safe anywhere. */
    void begin() {
        loop.execute(() -> {
            if (!drained && task.state() == TaskState.STARTING) {
                open();
            }
            arm();
        });
    }

    /** It was stored before the process started. Safe anywhere. */
    void resume() {
        loop.execute(() -> happen(new Happening.Resumed()));
    }

    /** Safe anywhere. */
    CompletionStage<IngestTask> update(TaskUpdate update) {
        return ask(() -> happen(new Happening.Updated(update)));
    }

    /** Safe anywhere. */
    CompletionStage<IngestTask> end(StableCode code, String reason) {
        return ask(() -> happen(new Happening.Ended(code.name(), reason)));
    }

    /** Ends it where a Start may replace it; refused with EXISTS else. Safe anywhere. */
    CompletionStage<IngestTask> giveWay() {
        return ask(() -> TaskRules.hopeless(task)
                ? happen(new Happening.Ended(StableCode.RETRIES_USED_UP.name(),
                        "a new Start of the same user took its place"))
                : CompletableFuture.failedStage(LiveTasks.exists()));
    }

    /** Completes when its end is stored; fails with STORE where that takes long. Safe anywhere. */
    CompletionStage<IngestTask> leftBehind() {
        return questions.put(() -> ended);
    }

    private CompletionStage<IngestTask> ask(Supplier<CompletionStage<IngestTask>> question) {
        return questions.put(() -> {
            var refusal = refusal();
            return refusal == null ? question.get() : CompletableFuture.failedStage(refusal);
        });
    }

    private @Nullable TaskException refusal() {
        if (drained) {
            return new TaskException(TaskException.Kind.DRAINING, "the relay is shutting down");
        }
        return task.ended() ? new TaskException(TaskException.Kind.FINISHED, "the task has ended") : null;
    }

    /** Somebody entered the room to watch, or left. Safe anywhere. */
    void lookForViewers() {
        loop.execute(this::countViewers);
    }

    private void countViewers() {
        if (task.settings().idleTimeoutSeconds() > 0) {
            boolean watched = ports.rooms().find(task.room()).map(Room::viewers).filter(all -> !all.isEmpty())
                    .isPresent();
            happen(new Happening.Watched(watched));
        }
    }

    /** Closes the source and leaves; the task stays stored. Completes when nothing of it is under way. Safe anywhere. */
    CompletionStage<Void> drain() {
        var done = new CompletableFuture<Void>();
        loop.execute(() -> {
            rest();
            changes.settled().whenComplete((_, _) -> done.complete(null));
        });
        return done;
    }

    private void rest() {
        if (!drained) {
            drained = true;
            shut();
            arm();
            leave(StableCode.DRAINING, "the relay is shutting down");
        }
    }

    private CompletionStage<IngestTask> happen(Happening what) {
        if (drained) {
            return CompletableFuture.completedStage(task);
        }
        var before = task;
        long now = clock.wallMillis();
        var step = TaskRules.on(before, what, now);
        var next = step.task();
        task = next;
        CompletionStage<IngestTask> stored;
        if (next.ended()) {
            stored = end(before, step, now);
        } else { // told before what opening causes
            stored = next.equals(before) ? CompletableFuture.completedStage(next) : keep(next, step.facts(), now);
            step.actions().forEach(this::act);
        }
        arm();
        return stored;
    }

    /** What led to the end is told before the anchor leaves, the end behind it. */
    private CompletionStage<IngestTask> end(IngestTask before, TaskStep step, long now) {
        if (before.ended()) {
            return CompletableFuture.completedStage(before);
        }
        int last = step.facts().size() - 1;
        if (last > 0) {
            var _ = keep(before, step.facts().subList(0, last), now);
        }
        step.actions().forEach(this::act);
        var stored = keep(step.task(), step.facts().subList(last, last + 1), now);
        stored.whenComplete((_, _) -> ended.complete(step.task()));
        return stored;
    }

    private CompletionStage<IngestTask> keep(IngestTask as, List<TaskFact> facts, long now) {
        var events = facts.stream()
                .map(fact -> ports.events().event(as, fact.type(), fact.status(), now, fact.reason())).toList();
        boolean ofRoom = as.ended() || as.state() == TaskState.RUNNING;
        return changes.keep(new Journal.Entry(List.of(as), List.of(), List.of(), events),
                ofRoom && anchor != null ? anchor.behindEvents() : CompletableFuture.allOf()).thenApply(_ -> as);
    }

    private void act(TaskStep.Action action) {
        switch (action) {
            case OPEN -> open();
            case CLOSE -> {
                shut();
                if (anchor != null && task.state() == TaskState.PAUSED) {
                    anchor.rest();
                }
            }
            case LEAVE -> leave(StableCode.valueOf(task.endCode()), task.endReason());
        }
    }

    private void arm() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        long due = TaskRules.due(task);
        if (!drained && due != TaskRules.NEVER) {
            long wait = Math.clamp(due - clock.wallMillis(), 1, MAX_SLEEP);
            timer = loop.schedule(() -> happen(new Happening.TimePassed()), wait, TimeUnit.MILLISECONDS);
        }
    }

    private void open() {
        var at = anchor == null || anchor.place().isCompletedExceptionally() ? enter() : anchor;
        int asked = ++openings;
        at.place().whenComplete((publication, refused) -> {
            if (asked != openings) {
                return; // paused, ended, or asked for another one since
            }
            if (refused == null) {
                feeds.open(publication, task.settings().streamUrl());
            } else {
                refused(refused);
            }
        });
    }

    private Anchor enter() {
        var entering = new Anchor(task, loop, clock, this::parted);
        anchor = entering;
        entering.enter(ports.admission(), task.settings().shownUrl());
        return entering;
    }

    private void refused(Throwable why) {
        var reason = why instanceof ProtocolException known
                ? known
                : new ProtocolException(StableCode.INTERNAL, "the relay failed, see its log");
        if (reason.code() == StableCode.DRAINING) {
            rest();
        } else {
            happen(new Happening.Ended(reason.code().name(), String.valueOf(reason.getMessage())));
        }
    }

    /** The room has parted with the anchor. */
    private void parted(Anchor from, ProtocolException reason) {
        if (from != anchor || drained || task.ended()) {
            return;
        }
        switch (reason.code()) {
            case DRAINING -> rest();
            case IDLE_TIMEOUT -> lostUnused(from, reason);
            default -> happen(new Happening.Ended(reason.code().name(), String.valueOf(reason.getMessage())));
        }
    }

    /** No media came for as long as a place is kept; the next attempt asks for another. */
    private void lostUnused(Anchor from, ProtocolException reason) {
        boolean open = feeds.open();
        shut();
        from.leave(reason.code(), String.valueOf(reason.getMessage()), task.settings().shownUrl(), 0);
        anchor = null;
        if (open) {
            broke(StableCode.SOURCE_STALLED.name(), String.valueOf(reason.getMessage()));
        }
    }

    private void leave(StableCode code, String reason) {
        if (anchor != null) {
            anchor.leave(code, reason, task.settings().shownUrl(), feeds.frames());
        }
    }

    private void shut() {
        openings++;
        feeds.shut();
    }

    @Override
    public void begun() {
        happen(new Happening.MediaCame());
        countViewers();
    }

    @Override
    public void over(SourceEnd how) {
        switch (how) {
            case SourceEnd.Ended() -> happen(new Happening.SourceOver("the source has ended"));
            case SourceEnd.Broken(var code, var reason) -> broke(code, reason);
        }
    }

    private void broke(String code, String reason) {
        metrics.failed(code);
        happen(new Happening.Broke(code, reason));
    }
}
