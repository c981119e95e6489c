package dev.sluice.rtmp;

import dev.sluice.auth.PrivateMapKey;
import dev.sluice.auth.PrivateMapKeyVerifier;
import dev.sluice.auth.Privilege;
import dev.sluice.auth.UserSig;
import dev.sluice.auth.UserSigVerifier;
import dev.sluice.ingest.Admission;
import dev.sluice.ingest.App;
import dev.sluice.ingest.SessionLog;
import dev.sluice.media.EncodedFrame;
import dev.sluice.media.MediaKind;
import dev.sluice.room.FanOut;
import dev.sluice.room.Publisher;
import dev.sluice.room.RoomId;
import dev.sluice.room.RoomKey;
import dev.sluice.room.RoomLimits;
import dev.sluice.room.RoomRegistry;
import dev.sluice.room.Subscriber;
import dev.sluice.room.TakeoverPolicy;
import dev.sluice.room.TrackLimits;
import dev.sluice.rtmp.frame.FrameSink;
import dev.sluice.rtmp.testkit.Tags;
import dev.sluice.runtime.EventLoops;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An encoder's push through the whole path into a room, and what comes out of its tracks. */
final class TestRoom implements AutoCloseable {
    static final long APP = 1_400_000_001L;
    static final String SECRET = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
    private static final RoomKey ROOM = new RoomKey(APP, RoomId.named("room1"));

    final TestEncoder encoder = new TestEncoder(
            (request, session) -> admission().publish(request, session).thenApply(FrameSink::of));
    final Recorder video = new Recorder();
    final Recorder audio = new Recorder();
    private final EventLoops roomLoops = EventLoops.createNio(1);
    private final RoomRegistry rooms = new RoomRegistry(roomLoops, encoder.clock, new RoomLimits(1, 1, 1, 1),
            TrackLimits.of(4 << 20, 2_000, new SimpleMeterRegistry()));
    private final Admission admission;

    /** What a track gave last; the frames themselves are borrowed. */
    final class Recorder implements Subscriber {
        final List<Long> cached = new ArrayList<>();
        long frames;
        long pts;
        long dts;

        @Override
        public EventLoop loop() {
            return encoder.channel.eventLoop();
        }

        @Override
        public void onJoin(FanOut fanOut, List<EncodedFrame> frames) {
            frames.forEach(frame -> cached.add(frame.pts()));
        }

        @Override
        public void onFrame(EncodedFrame frame) {
            frames++;
            pts = frame.pts();
            dts = frame.dts();
        }

        @Override
        public void onServed() {}

        @Override
        public void onEnd(StableCode reason) {}
    }

    TestRoom() {
        this(false);
    }

    TestRoom(boolean requirePrivateMapKey) {
        var tokens = new UserSigVerifier(APP, List.of(SECRET), encoder.clock);
        var tickets = new PrivateMapKeyVerifier(APP, List.of(SECRET), encoder.clock);
        admission = new Admission(
                Map.of(APP, new App(APP, tokens, tickets, requirePrivateMapKey, TakeoverPolicy.REPLACE, 0)), rooms,
                new SessionLog(encoder.clock), encoder.clock);
    }

    private Admission admission() {
        return admission;
    }

    String key() {
        return TestEncoder.KEY.replace("SIG", UserSig.sign(APP, "alice", SECRET,
                Instant.ofEpochMilli(encoder.clock.wallMillis()), Duration.ofHours(1)));
    }

    /** Alice's, for as many of the privileges as the bits say. */
    String ticket(RoomId room, int privileges) {
        return PrivateMapKey.sign(APP, "alice", room, Privilege.of(privileges), SECRET,
                Instant.ofEpochMilli(encoder.clock.wallMillis()), Duration.ofHours(1));
    }

    /** Publishes as alice and sends the configurations of both kinds at this time. */
    TestRoom publishing(long timestamp) {
        start(key());
        encoder.video(timestamp, Tags.VIDEO_CONFIG).audio(timestamp, Tags.AUDIO_CONFIG);
        return this;
    }

    /** Returns when the push may begin. */
    void start(String key) {
        encoder.handshake().connect("push").publish(key);
        while (encoder.answers().stream().noneMatch(line -> line.contains("NetStream.Publish.Start"))) {
            encoder.channel.runPendingTasks();
        }
    }

    /** The anchor has entered: listens to both tracks from now on. */
    void listen() {
        subscribe(MediaKind.VIDEO, video);
        subscribe(MediaKind.AUDIO, audio);
    }

    void subscribe(MediaKind kind, Recorder recorder) {
        Objects.requireNonNull(anchor().find(kind)).subscribe(recorder);
    }

    Publisher anchor() {
        var room = rooms.find(ROOM).orElseThrow();
        while (room.anchors().isEmpty()) {
            Thread.onSpinWait();
        }
        return room.anchors().getFirst();
    }

    @Override
    public void close() {
        rooms.rooms().forEach(room -> room.dismiss(new ProtocolException(StableCode.STOPPED, "the test is over")));
        for (var loop : roomLoops.all()) {
            loop.submit(() -> {}).syncUninterruptibly();
        }
        encoder.close();
        roomLoops.close();
    }
}
