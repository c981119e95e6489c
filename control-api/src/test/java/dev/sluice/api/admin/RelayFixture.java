package dev.sluice.api.admin;

import dev.sluice.auth.PrivateMapKeyVerifier;
import dev.sluice.auth.UserSig;
import dev.sluice.auth.UserSigVerifier;
import dev.sluice.console.ConsoleRoutes;
import dev.sluice.ingest.Admission;
import dev.sluice.ingest.App;
import dev.sluice.ingest.IngestSession;
import dev.sluice.ingest.Publication;
import dev.sluice.ingest.PublishRequest;
import dev.sluice.ingest.SessionLog;
import dev.sluice.media.Bytes;
import dev.sluice.media.H264Config;
import dev.sluice.openapi.OpenApiAnswers;
import dev.sluice.room.Protocol;
import dev.sluice.room.Reception;
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
import dev.sluice.testkit.FakeClock;
import dev.sluice.testkit.MemoryJournal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Rooms fed by hand, and the native API over a real port. */
final class RelayFixture implements AutoCloseable {
    static final long APP = 1_400_000_001L;
    static final String ADMIN = "the-admin-token";
    static final RoomKey ROOM = new RoomKey(APP, RoomId.named("room one"));
    static final RoomKey NUMBER = new RoomKey(APP, RoomId.numeric("123"));
    private static final String KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
    private static final int CLOCK_RATE = 1_000;
    private static final H264Config PICTURE = new H264Config(List.of(Bytes.of((byte) 0x67)),
            List.of(Bytes.of((byte) 0x68)), 66, 0x40, 31, 640, 360, -1);

    final FakeClock clock = new FakeClock();
    final EventLoops loops = EventLoops.createNio(1);
    final SessionLog log = new SessionLog(clock);
    final RoomRegistry rooms = new RoomRegistry(loops, clock, new RoomLimits(10, 10, 10, 5),
            TrackLimits.of(4 << 20, 2_000, new SimpleMeterRegistry()));
    final UserSigVerifier tokens = new UserSigVerifier(APP, List.of(KEY), clock);
    final Admission admission = new Admission(Map.of(APP, new App(APP, tokens,
            new PrivateMapKeyVerifier(APP, List.of(KEY), clock), false, TakeoverPolicy.REPLACE, 0)), rooms, log, clock);
    final HttpClient http = HttpClient.newHttpClient();
    private final Vertx vertx = Vertx.vertx();
    final MemoryTasks tasks = new MemoryTasks(clock);
    final MemoryJournal journal = new MemoryJournal();
    private final Services services = new Services(new Issuer(), tasks, journal.outbox());
    private final EventStream stream = new EventStream(vertx, rooms, log, services, clock);
    private final HttpServer server;

    /** A publishing connection that remembers why it was closed. */
    record Session(String id, EventLoop loop, Protocol protocol, Map<String, Reception> reception,
            CompletableFuture<ProtocolException> closed) implements IngestSession {
        @Override
        public Optional<String> encoderName() {
            return Optional.of("Encoder 1");
        }

        @Override
        public void close(ProtocolException reason) {
            closed.complete(reason);
        }
    }

    /** A watching one. */
    record Watcher(String id, String userId, CompletableFuture<ProtocolException> closed) implements Viewer {
        @Override
        public void close(ProtocolException reason) {
            closed.complete(reason);
        }
    }

    RelayFixture() throws Exception {
        var router = Router.router(vertx);
        new AdminApi(rooms, log, services, stream, () -> new StatusView("1", 2, 3, 4, null, 5, List.of(APP)), clock)
                .mount(router, ADMIN);
        new ConsoleRoutes().mount(router);
        server = vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").toCompletionStage()
                .toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private final class Issuer implements TokenIssuer {
        @Override
        public List<Long> apps() {
            return List.of(APP);
        }

        @Override
        public String userSig(long sdkAppId, String userId, long expireSeconds) {
            if (sdkAppId != APP) {
                throw new ProtocolException(StableCode.APP_UNKNOWN, "sdkAppId is not configured");
            }
            return sign(userId, Duration.ofSeconds(expireSeconds));
        }
    }

    private String sign(String userId, Duration validFor) {
        return UserSig.sign(APP, userId, KEY, Instant.ofEpochMilli(clock.wallMillis()), validFor);
    }

    Session session(String id) {
        return session(id, Protocol.RTMP);
    }

    Session pull(String id) {
        return session(id, Protocol.PULL);
    }

    private Session session(String id, Protocol protocol) {
        return new Session(id, loops.next(), protocol, new ConcurrentHashMap<>(), new CompletableFuture<>());
    }

    /** Lets a user publish pictures: a key frame and a second of others at 30 a second. */
    Publication publish(Session session, RoomKey room, String user) throws Exception {
        var request = new PublishRequest(session.protocol(), room, user, sign(user, Duration.ofHours(1)),
                "127.0.0.1:5000");
        var publication = admission.publish(request, session).toCompletableFuture().get(5, TimeUnit.SECONDS);
        onLoop(() -> publication.video(PICTURE));
        for (int i = 0; i < 32; i++) {
            int frame = i;
            clock.advance(Duration.ofNanos(1_000_000_000L / 30));
            onLoop(() -> publication.writeVideo(CLOCK_RATE, frame * 1000L / 30, frame * 1000L / 30, frame % 30 == 0,
                    unit(frame % 30 == 0)));
        }
        return publication;
    }

    /** Goes on with a picture that cannot be shown. */
    void bFrame(Publication publication) throws Exception {
        onLoop(() -> publication.writeVideo(CLOCK_RATE, 2_000, 2_000, false, PooledByteBufAllocator.DEFAULT.buffer()
                .writeInt(6).writeByte(0x41).writeByte(0b1001_1110).writeInt(0x55555555)));
    }

    /** A slice NAL unit behind its length, 1000 bytes in all: first_mb_in_slice 0, then slice_type I or P. */
    private static ByteBuf unit(boolean key) {
        return PooledByteBufAllocator.DEFAULT.buffer().writeInt(996).writeByte(key ? 0x65 : 0x41)
                .writeByte(key ? 0b1000_1000 : 0b1001_1010).writeZero(994);
    }

    Watcher watch(String id, RoomKey room, String user) throws Exception {
        var watcher = new Watcher(id, user, new CompletableFuture<>());
        rooms.enter(room, watcher).get(5, TimeUnit.SECONDS);
        return watcher;
    }

    void onLoop(Runnable action) throws Exception {
        loops.next().submit(action).sync();
        for (int i = 0; i < 3; i++) {
            loops.next().submit(() -> {}).sync();
        }
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
                .header("Authorization", "Bearer " + ADMIN).timeout(Duration.ofSeconds(10));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var answer = http.send(request.build(), BodyHandlers.ofString());
        return OpenApiAnswers.describes(answer) ? OpenApiAnswers.check(answer) : answer;
    }

    @Override
    public void close() throws IOException {
        rooms.rooms().forEach(room -> room.dismiss(new ProtocolException(StableCode.STOPPED, "the test is over")));
        try {
            onLoop(() -> {});
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception late) {
            throw new IOException(late);
        }
        http.shutdownNow();
        loops.close();
    }
}
