package dev.sluice.webrtc.http;

import dev.sluice.auth.PrivateMapKey;
import dev.sluice.auth.PrivateMapKeyVerifier;
import dev.sluice.auth.Privilege;
import dev.sluice.auth.UserSig;
import dev.sluice.auth.UserSigVerifier;
import dev.sluice.event.RoomEvent;
import dev.sluice.ingest.Admission;
import dev.sluice.ingest.App;
import dev.sluice.ingest.IngestSession;
import dev.sluice.ingest.Publication;
import dev.sluice.ingest.PublishRequest;
import dev.sluice.ingest.SessionLog;
import dev.sluice.media.Bytes;
import dev.sluice.media.H264Config;
import dev.sluice.room.Protocol;
import dev.sluice.room.RoomId;
import dev.sluice.room.RoomKey;
import dev.sluice.room.RoomLimits;
import dev.sluice.room.RoomRegistry;
import dev.sluice.room.TakeoverPolicy;
import dev.sluice.room.TrackLimits;
import dev.sluice.runtime.EventLoops;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.testkit.FakeClock;
import dev.sluice.webrtc.WebRtcServer;
import dev.sluice.webrtc.rtp.RtpMetrics;
import dev.sluice.webrtc.rtp.receive.ReceiveMetrics;
import dev.sluice.webrtc.sdp.grammar.SdpFragment;
import dev.sluice.whep.ViewerContext;
import dev.sluice.whep.http.WhepResource;
import dev.sluice.whip.WhipContext;
import dev.sluice.whip.http.WhipResource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Both endpoints on a real HTTP server and a real UDP port, both on loopback and any free port, behind a real door. */
public final class ResourceFixture implements AutoCloseable {
    public static final long APP = 1_400_000_001L;
    public static final String PLAY = "/v2/sub/" + APP + "/room";
    public static final String PUBLISH = "/v2/pub/" + APP + "/room";
    private static final String KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";

    public final FakeClock clock = new FakeClock();
    public final List<RoomEvent> events = new CopyOnWriteArrayList<>();
    public final Admission admission;
    public final WebRtcServer media;
    public final WhepResource whep;
    public final WhipResource whip;
    /** Counts down with the first HTTP connection that closes. */
    public final CountDownLatch closed = new CountDownLatch(1);
    private final EventLoops loops = EventLoops.createNio(2);
    private final EventLoop loop = loops.next();
    private final RoomRegistry rooms;
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SessionLog log = new SessionLog(clock);

    private record Encoder(String id, EventLoop loop) implements IngestSession {
        @Override
        public void close(ProtocolException reason) {}
    }

    private ResourceFixture(List<String> origins, boolean requirePrivateMapKey) throws IOException {
        var limits = new RoomLimits(10, 50, 3, 2);
        rooms = new RoomRegistry(loops, clock, limits, TrackLimits.of(4 << 20, 2_000, registry));
        rooms.observe(events::add);
        var tokens = new UserSigVerifier(APP, List.of(KEY), clock);
        admission = new Admission(Map.of(APP, new App(APP, tokens,
                new PrivateMapKeyVerifier(APP, List.of(KEY), clock), requirePrivateMapKey, TakeoverPolicy.REPLACE, 0)),
                rooms, log, clock);
        media = WebRtcServer.start(loops, new WebRtcServer.Settings("127.0.0.1", 0, List.of("127.0.0.1"),
                WebRtcServer.Limits.DEFAULT), clock, registry);
        var context = new ViewerContext(clock, new RtpMetrics(registry), UnaryOperator.identity(),
                new SecureRandom());
        var servers = List.of(new IceServer("stun:stun.example.com", null, null),
                new IceServer("turn:turn.example.com", "u\"1", "c"));
        var settings = new ResourceSettings(origins, servers, "/live", ResourceSettings.DEFAULT_SDP_BYTES);
        TokenOwner owners = (_, sig, user) -> tokens.verifyExpiredToo(sig, user);
        whep = new WhepResource(admission, owners, media, context, settings);
        whip = new WhipResource(admission, owners, media,
                new WhipContext(clock, new ReceiveMetrics(registry), new SecureRandom()),
                settings);
        var router = Router.router(vertx);
        whep.mount(router);
        whip.mount(router);
        server = vertx.createHttpServer()
                .connectionHandler(connection -> connection.closeHandler(_ -> closed.countDown()))
                .requestHandler(new WellFormedAddress(router)).listen(0, "127.0.0.1").await();
    }

    public ResourceFixture(List<String> origins) throws IOException {
        this(origins, false);
    }

    /** Its application requires PrivateMapKeys. */
    public static ResourceFixture withTickets() throws IOException {
        return new ResourceFixture(List.of("*"), true);
    }

    public ResourceFixture() throws IOException {
        this(List.of("*"));
    }

    public static RoomKey room(String name) {
        return new RoomKey(APP, RoomId.named(name));
    }

    public String sign(String user) {
        return UserSig.sign(APP, user, KEY, Instant.ofEpochMilli(clock.wallMillis()), Duration.ofHours(1));
    }

    public String ticket(String user, RoomId room, Set<Privilege> privileges) {
        return PrivateMapKey.sign(APP, user, room, privileges, KEY, Instant.ofEpochMilli(clock.wallMillis()),
                Duration.ofHours(1));
    }

    /** Somebody publishes one key frame of video. */
    public Publication publish(RoomKey room, String user) {
        var request = new PublishRequest(Protocol.RTMP, room, user, sign(user),
                Optional.of(ticket(user, room.id(), EnumSet.allOf(Privilege.class))), "127.0.0.1:5000");
        var publication = admission.publish(request, new Encoder("encoder-" + user, loop)).toCompletableFuture().join();
        onLoop(() -> {
            publication
                    .video(new H264Config(List.of(Bytes.of((byte) 0x67)), List.of(Bytes.of((byte) 0x68)), 66, 0xc0, 31,
                            640, 360, 0));
            // One IDR slice behind its length: first_mb_in_slice 0, slice_type I.
            publication.writeVideo(1_000, 0, 0, true,
                    PooledByteBufAllocator.DEFAULT.buffer().writeInt(6).writeShort(0x6588).writeInt(0x55555555));
        });
        return publication;
    }

    public Publication publish() {
        return publish(room("room"), "anchor");
    }

    public void onLoop(Runnable action) {
        loop.submit(action).syncUninterruptibly();
        settle();
    }

    /** Waits until everything that is under way on the media loops has happened. */
    public void settle() {
        for (int i = 0; i < 6; i++) {
            for (var each : loops.all()) {
                each.submit(() -> {}).syncUninterruptibly();
            }
        }
    }

    public HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + pathAndQuery));
    }

    /** A POST as a player makes it, with the viewer's token. */
    public HttpRequest.Builder post(String pathAndQuery, String user, String sdp) {
        return request(pathAndQuery).header("Authorization", "Bearer " + sign(user))
                .header("Content-Type", "application/sdp").POST(HttpRequest.BodyPublishers.ofString(sdp));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        settle();
        return response;
    }

    /** Sends these bytes and goes away. */
    public void sendAndLeave(String bytes) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Counts down with the first event of this name. */
    public CountDownLatch awaitable(String event) {
        var latch = new CountDownLatch(1);
        rooms.observe(each -> {
            if (each.getClass().getSimpleName().equals(event)) {
                latch.countDown();
            }
        });
        return latch;
    }

    /** Holds what the media loops do until it is closed. */
    public AutoCloseable holdLoops() {
        var held = new CountDownLatch(1);
        for (var each : loops.all()) {
            each.execute(() -> {
                try {
                    held.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        return held::countDown;
    }

    /** A PATCH as a client sends it. */
    public HttpRequest.Builder patch(String path, String ifMatch, String fragment) {
        return request(path).header("If-Match", ifMatch).header("Content-Type", SdpFragment.MEDIA_TYPE)
                .method("PATCH", HttpRequest.BodyPublishers.ofString(fragment));
    }

    /** What the server says to these bytes, until it closes. */
    public String raw(String bytes) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The path of a Location as this server has it; the base path belongs to a proxy. */
    public static String local(HttpResponse<String> created) {
        return created.headers().firstValue("Location").orElseThrow().substring("/live".length());
    }

    /** Rooms where somebody is or has a place. */
    public int roomCount() {
        return rooms.rooms().size();
    }

    /** WebRTC sessions that the port knows. */
    public double transports() {
        return registry.get("sluice.webrtc.sessions").gauge().value();
    }

    /** Waits until a publishing session has ended, for this reason. */
    public void awaitEnd(StableCode code) throws InterruptedException {
        for (int i = 0; i < 2_000; i++) {
            if (log.recent().stream().anyMatch(record -> record.code() == code)) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        throw new AssertionError("no session ended by " + code);
    }

    public long viewers() {
        return rooms.rooms().stream().mapToLong(room -> room.viewers().size()).sum();
    }

    public List<String> eventNames() {
        return events.stream().map(event -> event.getClass().getSimpleName()).toList();
    }

    @Override
    public void close() {
        rooms.rooms().forEach(room -> room.dismiss(new ProtocolException(StableCode.STOPPED, "the test is over")));
        settle();
        client.close();
        vertx.close().await();
        media.close();
        loops.close();
    }
}
