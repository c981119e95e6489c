package dev.sluice.server.relay;

import dev.sluice.auth.PrivateMapKeyVerifier;
import dev.sluice.auth.UserSigVerifier;
import dev.sluice.config.Config;
import dev.sluice.config.Limits;
import dev.sluice.ingest.Admission;
import dev.sluice.ingest.App;
import dev.sluice.ingest.SessionLog;
import dev.sluice.room.RoomKey;
import dev.sluice.room.RoomLimits;
import dev.sluice.room.RoomRegistry;
import dev.sluice.room.TrackLimits;
import dev.sluice.rtmp.RtmpLimits;
import dev.sluice.rtmp.RtmpServer;
import dev.sluice.rtmp.amf.AmfLimits;
import dev.sluice.rtmp.codec.ChunkLimits;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.EventLoops;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.transcode.OpusRenditions;
import dev.sluice.webrtc.WebRtcServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.net.ssl.X509KeyManager;

/** The media half of the relay: loops, rooms, the door, and the ports that media comes in and goes out by. */
final class Media implements AutoCloseable {
    private final Config config;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final EventLoops loops;
    private final RoomRegistry rooms;
    private final SessionLog sessions;
    private final Map<Long, App> apps;
    private final Admission admission;
    private final LoadingCodecs codecs;
    private final ExecutorService transcoders;
    private final OpusRenditions opus;
    private final RtmpServer rtmp;

    Media(Config config, Clock clock, MeterRegistry metrics) {
        int cores = Runtime.getRuntime().availableProcessors();
        this.config = config;
        this.clock = clock;
        this.metrics = metrics;
        this.loops = EventLoops.create(cores);
        var limits = config.limits();
        this.rooms = new RoomRegistry(loops, clock, rooms(limits),
                TrackLimits.of(limits.gopCacheBytes(), limits.viewerQueueMillis(), metrics));
        this.sessions = new SessionLog(clock);
        this.apps = apps(config, clock);
        this.admission = new Admission(apps, rooms, sessions, clock);
        this.codecs = LoadingCodecs.load(config.data().directory().resolve("native"));
        this.transcoders = Executors.newFixedThreadPool(cores, Thread.ofPlatform().name("opus-", 0).daemon().factory());
        this.opus = new OpusRenditions(codecs, transcoders, metrics);
        this.rtmp = new RtmpServer(loops, admission, rtmp(limits), clock, metrics);
    }

    private static RoomLimits rooms(Limits limits) {
        return new RoomLimits(limits.roomsPerApp(), limits.anchorsPerRoom(), limits.viewersPerRoom(),
                limits.sessionsPerUser());
    }

    private static RtmpLimits rtmp(Limits limits) {
        var usual = RtmpLimits.DEFAULT;
        var chunks = new ChunkLimits(limits.rtmpMessageBytes(), limits.rtmpPartialBytesPerConnection(),
                limits.chunkStreams());
        var amf = new AmfLimits(limits.amfDepth(), limits.amfItems(), usual.amf().stringBytes(),
                usual.amf().keyBytes());
        return new RtmpLimits(limits.connections(), limits.connectionsPerAddress(), limits.handshakesHalfOpen(), chunks,
                amf, usual.handshakeTime(), usual.publishTime(), usual.idleTime(), usual.lingerTime());
    }

    private static Map<Long, App> apps(Config config, Clock clock) {
        return config.apps().stream()
                .map(app -> new App(app.sdkAppId(), new UserSigVerifier(app.sdkAppId(), app.revealedKeys(), clock),
                        new PrivateMapKeyVerifier(app.sdkAppId(), app.revealedKeys(), clock),
                        app.requirePrivateMapKey(),
                        app.takeover(), app.graceSeconds()))
                .collect(Collectors.toMap(App::sdkAppId, app -> app));
    }

    /** @throws IOException naming the key, what was found and what was expected */
    int bindRtmp() throws IOException {
        return bindRtmp("rtmp.port", config.rtmp().port(), Optional.empty());
    }

    /** @throws IOException naming the key, what was found and what was expected */
    int bindRtmps(X509KeyManager certificates) throws IOException {
        return bindRtmp("rtmp.tlsPort", config.rtmp().tlsPort(), Optional.of(certificates));
    }

    private int bindRtmp(String key, int port, Optional<X509KeyManager> certificates) throws IOException {
        var host = config.rtmp().host();
        try {
            return rtmp.bind(host, port, certificates);
        } catch (IOException failed) {
            throw new IOException(key + ": found " + port + " on " + host
                    + " taken or not allowed, expected a free port, or 0 for any", failed);
        }
    }

    /** @throws IOException naming the key, what was found and what was expected */
    WebRtcServer bindWebRtc() throws IOException {
        var at = config.webrtc();
        var limits = config.limits();
        return WebRtcServer.start(loops, new WebRtcServer.Settings(at.host(), at.port(), at.advertise(),
                new WebRtcServer.Limits(limits.handshakesHalfOpen(), limits.connections(),
                        limits.connectionsPerAddress())),
                clock, metrics);
    }

    /**
     * Whether a token, expired or not, is this user's.
     *
     * @throws ProtocolException TOKEN_*, APP_UNKNOWN
     */
    void checkOwner(RoomKey room, String userSig, String userId) {
        var app = apps.get(room.sdkAppId());
        if (app == null) {
            throw new ProtocolException(StableCode.APP_UNKNOWN, "sdkAppId " + room.sdkAppId() + " is not configured");
        }
        app.tokens().verifyExpiredToo(userSig, userId);
    }

    /** One that is configured. */
    App app(long sdkAppId) {
        return Objects.requireNonNull(apps.get(sdkAppId));
    }

    /**
     * Whether a task's user may publish with this ticket.
     *
     * @throws ProtocolException TOKEN_*, PRIVILEGE_MISSING
     */
    void checkTicket(RoomKey room, String userId, Optional<String> privateMapKey) {
        var grant = app(room.sdkAppId()).toPublish(privateMapKey, userId, room.id());
        if (!grant.createsRoom() && rooms.find(room).isEmpty()) {
            throw new ProtocolException(StableCode.PRIVILEGE_MISSING,
                    "PrivateMapKey: found no privilege to create a room, expected one, because room " + room
                            + " does not exist");
        }
    }

    EventLoops loops() {
        return loops;
    }

    RoomRegistry rooms() {
        return rooms;
    }

    SessionLog sessions() {
        return sessions;
    }

    Admission admission() {
        return admission;
    }

    LoadingCodecs codecs() {
        return codecs;
    }

    OpusRenditions opus() {
        return opus;
    }

    RtmpServer rtmp() {
        return rtmp;
    }

    @Override
    public void close() {
        transcoders.shutdownNow();
        loops.close();
    }
}
