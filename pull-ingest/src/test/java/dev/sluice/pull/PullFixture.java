package dev.sluice.pull;

import dev.sluice.auth.PrivateMapKeyVerifier;
import dev.sluice.auth.UserSig;
import dev.sluice.auth.UserSigVerifier;
import dev.sluice.event.CallbackEvent;
import dev.sluice.event.Journal;
import dev.sluice.event.RoomEvent;
import dev.sluice.ingest.Admission;
import dev.sluice.ingest.App;
import dev.sluice.ingest.IngestSession;
import dev.sluice.ingest.PublishRequest;
import dev.sluice.ingest.SessionLog;
import dev.sluice.room.Protocol;
import dev.sluice.room.RoomId;
import dev.sluice.room.RoomKey;
import dev.sluice.room.RoomLimits;
import dev.sluice.room.RoomRegistry;
import dev.sluice.room.TakeoverPolicy;
import dev.sluice.room.TrackLimits;
import dev.sluice.room.Viewer;
import dev.sluice.runtime.EventLoops;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.task.IngestTask;
import dev.sluice.task.NewTask;
import dev.sluice.task.TaskException;
import dev.sluice.task.TaskSettings;
import dev.sluice.task.TaskUpdate;
import dev.sluice.testkit.FakeClock;
import dev.sluice.testkit.MemoryJournal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Pulls on a loop and a clock that are advanced by hand, their sources and the database under the test's command. */
final class PullFixture implements AutoCloseable {
    static final long APP = 1_400_000_001L;
    static final RoomKey ROOM = new RoomKey(APP, RoomId.named("room"));
    static final String URL = "https://user:secret@a.b/live.flv?key=1";
    private static final String KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
    private static final Duration STEP = Duration.ofMillis(500);

    final FakeClock clock = new FakeClock();
    final EmbeddedChannel channel = new EmbeddedChannel();
    final EventLoops roomLoops = EventLoops.createNio(1);
    final FakeSources sources = new FakeSources();
    final MemoryJournal journal = new MemoryJournal();
    final KeptChanges changes = new KeptChanges(journal);
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final SessionLog sessions = new SessionLog(clock);
    final RoomRegistry rooms;
    final Admission admission;
    final PullTasks tasks;
    private final long born = clock.wallMillis();
    private final List<String> told = new CopyOnWriteArrayList<>();

    PullFixture(int anchorsPerRoom, int maxConcurrent) {
        channel.freezeTime();
        rooms = new RoomRegistry(roomLoops, clock, new RoomLimits(10, anchorsPerRoom, 100, 5),
                TrackLimits.of(4 << 20, 2_000, new SimpleMeterRegistry()));
        rooms.observe(this::note);
        var tokens = new UserSigVerifier(APP, List.of(KEY), clock);
        admission = new Admission(
                Map.of(APP, new App(APP, tokens, new PrivateMapKeyVerifier(APP, List.of(KEY), clock), false,
                        TakeoverPolicy.REPLACE, 10)),
                rooms, sessions,
                clock);
        tasks = process(metrics, maxConcurrent);
    }

    PullFixture() {
        this(50, 2);
    }

    /** A process with these rooms and this database. */
    PullTasks process(SimpleMeterRegistry registry, int maxConcurrent) {
        var ports = new PullPorts(sources, admission, rooms, journal, this::keep, journal.tasks(), this::event);
        return new PullTasks(ports, channel::eventLoop, Runnable::run, clock, registry, maxConcurrent);
    }

    private void note(RoomEvent event) {
        switch (event) {
            case RoomEvent.AnchorEntered _ -> told.add(second() + ":103");
            case RoomEvent.AnchorLeft left -> told.add(second() + ":104/" + left.code());
            case RoomEvent.TrackStarted started -> told.add(second() + ":" + started.track().kind());
            case RoomEvent.TrackStopped stopped -> told.add(second() + ":no " + stopped.kind());
            default -> {
            }
        }
    }

    private CompletionStage<Void> keep(Journal.Entry entry) {
        entry.events().forEach(event -> told.add(event.info()));
        return changes.keep(entry);
    }

    private CallbackEvent event(IngestTask task, int type, int status, long wallMillis, String reason) {
        var text = (wallMillis - born) / 1000.0 + ":" + type + "/" + (type == 702 ? reason : status);
        return new CallbackEvent(text, task.room().sdkAppId(), "queue", 7, type, wallMillis, text, reason);
    }

    private String second() {
        return "" + (clock.wallMillis() - born) / 1000.0;
    }

    /** What the room and the tasks told, in order. */
    List<String> told() {
        settle();
        return told;
    }

    /** What was told of the task alone, from the database. */
    List<String> stored() {
        settle();
        return journal.events().stream().map(CallbackEvent::info).toList();
    }

    static TaskSettings settings(String url, long idleSeconds) {
        return new TaskSettings(url, 0, 1, 0, 100, 1, idleSeconds, false, List.of());
    }

    static NewTask wanted(String user) {
        return new NewTask(ROOM, user, settings(URL, 0));
    }

    IngestTask start() {
        return done(tasks.start(wanted("alice")));
    }

    /** A task that plays, and its source. */
    FakeSources.Opened playing() {
        start();
        sources.latest().picture();
        settle();
        return sources.latest();
    }

    /** As the database has it. */
    IngestTask kept() {
        settle();
        return journal.tasks().recent(1).getFirst();
    }

    IngestTask update(TaskUpdate update) {
        return done(tasks.update(APP, kept().id(), update));
    }

    static TaskUpdate paused(boolean paused) {
        return new TaskUpdate(Optional.empty(), Optional.empty(), Optional.of(paused), Optional.empty());
    }

    static TaskUpdate url(String url) {
        return new TaskUpdate(Optional.of(url), Optional.empty(), Optional.empty(), Optional.empty());
    }

    <T> T done(CompletionStage<T> stage) {
        settle();
        return stage.toCompletableFuture().getNow(null);
    }

    /** Why it was refused; null: it was not, so far. */
    TaskException.@Nullable Kind refusal(CompletionStage<?> stage) {
        settle();
        var future = stage.toCompletableFuture();
        if (!future.isCompletedExceptionally()) {
            return null;
        }
        Throwable failure = future.exceptionNow();
        return ((TaskException) (failure.getCause() == null ? failure : failure.getCause())).kind();
    }

    /** Somebody pushes as alice. */
    void push() {
        var sig = UserSig.sign(APP, "alice", KEY, Instant.ofEpochMilli(clock.wallMillis()), Duration.ofHours(1));
        admission.publish(new PublishRequest(Protocol.RTMP, ROOM, "alice", sig, "peer"), new IngestSession() {
            @Override
            public String id() {
                return "push";
            }

            @Override
            public EventLoop loop() {
                return channel.eventLoop();
            }

            @Override
            public void close(ProtocolException reason) {}
        });
        settle();
    }

    Viewer watch() {
        var viewer = new Viewer() {
            @Override
            public String id() {
                return "viewer";
            }

            @Override
            public String userId() {
                return "bob";
            }

            @Override
            public void close(ProtocolException reason) {}
        };
        rooms.enter(ROOM, viewer);
        settle();
        return viewer;
    }

    void unwatch(Viewer viewer) {
        rooms.find(ROOM).orElseThrow().leave(viewer, StableCode.PEER_CLOSED);
        settle();
    }

    /** Everybody inside, sent or silent, is nobody. */
    boolean empty() {
        settle();
        return rooms.rooms().isEmpty();
    }

    /** The source plays on meanwhile. */
    void play(FakeSources.Opened source, Duration time) {
        for (var left = time; left.isPositive(); left = left.minus(STEP)) {
            pass(STEP);
            source.picture();
        }
        settle();
    }

    void pass(Duration time) {
        settle();
        for (var left = time; left.isPositive(); left = left.minus(STEP)) {
            clock.advance(STEP);
            channel.advanceTimeBy(STEP.toNanos(), TimeUnit.NANOSECONDS);
            channel.runScheduledPendingTasks();
            settle();
        }
    }

    void settle() {
        for (int i = 0; i < 4; i++) {
            channel.runPendingTasks();
            for (var loop : roomLoops.all()) {
                loop.submit(() -> {}).syncUninterruptibly();
            }
        }
    }

    @Override
    public void close() {
        done(tasks.drain());
        rooms.rooms().forEach(room -> room.dismiss(new ProtocolException(StableCode.STOPPED, "the test is over")));
        settle();
        channel.finishAndReleaseAll();
        roomLoops.close();
    }
}
