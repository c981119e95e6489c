package dev.sluice.ingest;

import dev.sluice.auth.PrivateMapKeyVerifier;
import dev.sluice.auth.UserSig;
import dev.sluice.auth.UserSigVerifier;
import dev.sluice.event.RoomEvent;
import dev.sluice.room.Protocol;
import dev.sluice.room.Publisher;
import dev.sluice.room.Room;
import dev.sluice.room.RoomLimits;
import dev.sluice.room.RoomRegistry;
import dev.sluice.room.TakeoverPolicy;
import dev.sluice.room.TrackLimits;
import dev.sluice.runtime.EventLoops;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.testkit.FakeClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

import static dev.sluice.ingest.AdmissionFixture.APP;
import static dev.sluice.ingest.AdmissionFixture.KEY;
import static dev.sluice.ingest.AdmissionFixture.ROOM;
import static dev.sluice.ingest.AdmissionFixture.h264;
import static dev.sluice.ingest.AdmissionFixture.unit;

/** Alice and her connections; their loop's time is advanced by hand, as the clock is. Grace is ten seconds. */
final class ClaimFixture implements AutoCloseable {
    static final Duration GRACE = Duration.ofSeconds(10);

    final FakeClock clock = new FakeClock();
    final EmbeddedChannel channel = new EmbeddedChannel();
    final EventLoops roomLoops = EventLoops.createNio(1);
    final List<RoomEvent> events = new CopyOnWriteArrayList<>();
    final SessionLog log = new SessionLog(clock);
    final RoomRegistry rooms;
    final Admission admission;
    private int pictures;

    ClaimFixture(TakeoverPolicy policy, Duration grace) {
        channel.freezeTime();
        rooms = new RoomRegistry(roomLoops, clock, new RoomLimits(10, 50, 100, 5),
                TrackLimits.of(4 << 20, 2_000, new SimpleMeterRegistry()));
        rooms.observe(events::add);
        var tokens = new UserSigVerifier(APP, List.of(KEY), clock);
        admission = new Admission(
                Map.of(APP,
                        new App(APP, tokens, new PrivateMapKeyVerifier(APP, List.of(KEY), clock), false, policy,
                                (int) grace.toSeconds())),
                rooms, log,
                clock);
    }

    ClaimFixture() {
        this(TakeoverPolicy.REPLACE, GRACE);
    }

    TestSession session() {
        return new TestSession(channel.eventLoop());
    }

    /** Asks for alice's place, and does not wait. */
    CompletableFuture<Publication> ask(IngestSession session) {
        return ask(session, Protocol.RTMP);
    }

    CompletableFuture<Publication> ask(IngestSession session, Protocol protocol) {
        var sig = UserSig.sign(APP, "alice", KEY, Instant.ofEpochMilli(clock.wallMillis()), Duration.ofHours(1));
        return admission.publish(new PublishRequest(protocol, ROOM, "alice", sig, "peer"), session)
                .toCompletableFuture();
    }

    /** The answer, once everything that it caused has happened. */
    CompletableFuture<Publication> answer(IngestSession session) {
        var answer = ask(session);
        settle();
        return answer;
    }

    /** A connection of alice's that has its place. */
    Publication granted(IngestSession session) {
        return answer(session).getNow(null);
    }

    /** One that has its place and sends. */
    Publication sending(IngestSession session) {
        var publication = granted(session);
        picture(publication);
        return publication;
    }

    void picture(Publication publication) {
        long millis = pictures++ * 40L;
        publication.video(h264(66, -1));
        publication.writeVideo(1_000, millis, millis, true, unit(true, false));
        settle();
    }

    void lose(Publication publication) {
        publication.end(StableCode.PEER_CLOSED, "the connection broke", false);
        settle();
    }

    void leave(Publication publication) {
        publication.end(StableCode.PEER_CLOSED, "goodbye", true);
        settle();
    }

    @Nullable
    StableCode refusal(IngestSession session) {
        var answer = answer(session);
        return answer.isCompletedExceptionally() ? AdmissionFixture.code(answer.exceptionNow()) : null;
    }

    Publisher alice() {
        return rooms.find(ROOM).map(Room::anchors).orElseThrow().getFirst();
    }

    List<String> told() {
        return events.stream().map(event -> event.getClass().getSimpleName()).toList();
    }

    /** Ids of the sessions that are said to live. */
    List<String> live() {
        return log.recent().stream().filter(session -> session.code() == null).map(SessionRecord::id).toList();
    }

    void pass(Duration time) {
        clock.advance(time);
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
        settle();
    }

    /** Until everything that is under way has happened. */
    void settle() {
        for (int i = 0; i < 4; i++) {
            channel.runPendingTasks();
            for (var loop : roomLoops.all()) {
                loop.submit(() -> {}).syncUninterruptibly();
            }
        }
    }

    /** Does several things before the room takes note of the first. */
    void held(Runnable several) {
        var release = new CountDownLatch(1);
        roomLoops.next().execute(() -> await(release));
        try {
            several.run();
        } finally {
            release.countDown();
        }
        settle();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        rooms.rooms().forEach(room -> room.dismiss(new ProtocolException(StableCode.STOPPED, "the test is over")));
        settle();
        channel.finishAndReleaseAll();
        roomLoops.close();
    }
}
