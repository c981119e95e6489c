package dev.sluice.whep.http;

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
import dev.sluice.webrtc.http.IceServer;
import dev.sluice.webrtc.http.WellFormedAddress;
import dev.sluice.webrtc.rtp.RtpMetrics;
import dev.sluice.whep.ViewerContext;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** The endpoint on a real HTTP server and a real UDP port, both on loopback and any free port, behind a real door. */
final class WhepFixture implements AutoCloseable {
    static final long APP = 1_400_000_001L;
    static final String PATH = "/v2/sub/" + APP + "/room";
    private static final String KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";

    final FakeClock clock = new FakeClock();
    final List<RoomEvent> events = new CopyOnWriteArrayList<>();
    final Admission admission;
    final WebRtcServer media;
    final WhepResource resource;
    private final EventLoops loops = EventLoops.createNio(2);
    private final EventLoop loop = loops.next();
    private final RoomRegistry rooms;
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private record Encoder(String id, EventLoop loop) implements IngestSession {
        @Override
        public void close(ProtocolException reason) {}
    }

    WhepFixture(List<String> origins) throws IOException {
        var registry = new SimpleMeterRegistry();
        var limits = new RoomLimits(10, 50, 3, 2);
        rooms = new RoomRegistry(loops, clock, limits, TrackLimits.of(4 << 20, 2_000, registry));
        rooms.observe(events::add);
        var tokens = new UserSigVerifier(APP, List.of(KEY), clock);
        admission = new Admission(Map.of(APP, new App(APP, tokens, TakeoverPolicy.REPLACE, 0)), rooms,
                new SessionLog(clock), clock);
        media = WebRtcServer.start(loops, new WebRtcServer.Settings("127.0.0.1", 0, List.of("127.0.0.1"),
                WebRtcServer.Limits.DEFAULT), clock, registry);
        var context = new ViewerContext(clock, new RtpMetrics(registry), UnaryOperator.identity(), _ -> {},
                new SecureRandom());
        var servers = List.of(new IceServer("stun:stun.example.com", null, null),
                new IceServer("turn:turn.example.com", "u\"1", "c"));
        resource = new WhepResource(admission, (_, sig, user) -> tokens.verifyExpiredToo(sig, user), media, context,
                new WhepSettings(origins, servers, "/live", WhepSettings.DEFAULT_SDP_BYTES));
        var router = Router.router(vertx);
        resource.mount(router);
        server = vertx.createHttpServer().requestHandler(new WellFormedAddress(router)).listen(0, "127.0.0.1").await();
    }

    WhepFixture() throws IOException {
        this(List.of("*"));
    }

    static RoomKey room(String name) {
        return new RoomKey(APP, RoomId.named(name));
    }

    String sign(String user) {
        return UserSig.sign(APP, user, KEY, Instant.ofEpochMilli(clock.wallMillis()), Duration.ofHours(1));
    }

    /** Somebody publishes one key frame of video. */
    Publication publish(RoomKey room, String user) {
        var request = new PublishRequest(Protocol.RTMP, room, user, sign(user), "127.0.0.1:5000");
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

    Publication publish() {
        return publish(room("room"), "anchor");
    }

    void onLoop(Runnable action) {
        loop.submit(action).syncUninterruptibly();
        settle();
    }

    /** Waits until everything that is under way on the media loops has happened. */
    void settle() {
        for (int i = 0; i < 6; i++) {
            for (var each : loops.all()) {
                each.submit(() -> {}).syncUninterruptibly();
            }
        }
    }

    HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + pathAndQuery));
    }

    /** A POST as a player makes it, with the viewer's token. */
    HttpRequest.Builder post(String pathAndQuery, String user, String sdp) {
        return request(pathAndQuery).header("Authorization", "Bearer " + sign(user))
                .header("Content-Type", "application/sdp").POST(HttpRequest.BodyPublishers.ofString(sdp));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        settle();
        return response;
    }

    /** What the server says to these bytes, until it closes. */
    String raw(String bytes) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The path of a Location as this server has it; the base path belongs to a proxy. */
    static String local(HttpResponse<String> created) {
        return created.headers().firstValue("Location").orElseThrow().substring("/live".length());
    }

    long viewers() {
        return rooms.rooms().stream().mapToLong(room -> room.viewers().size()).sum();
    }

    List<String> eventNames() {
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
