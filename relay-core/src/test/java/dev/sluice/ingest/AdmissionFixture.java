package dev.sluice.ingest;

import dev.sluice.auth.PrivateMapKey;
import dev.sluice.auth.PrivateMapKeyVerifier;
import dev.sluice.auth.Privilege;
import dev.sluice.auth.UserSig;
import dev.sluice.auth.UserSigVerifier;
import dev.sluice.event.RoomEvent;
import dev.sluice.media.AacConfig;
import dev.sluice.media.Bytes;
import dev.sluice.media.H264Config;
import dev.sluice.room.Protocol;
import dev.sluice.room.Publisher;
import dev.sluice.room.Room;
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
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** An application, its rooms and a door, on real loops and a clock advanced by hand. */
final class AdmissionFixture implements AutoCloseable {
    static final long APP = 1_400_000_001L;
    static final String KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
    static final RoomKey ROOM = new RoomKey(APP, RoomId.named("room"));
    static final AacConfig AAC = new AacConfig(2, 44_100, 2, 44_100, Bytes.of((byte) 0x12, (byte) 0x10));

    final FakeClock clock = new FakeClock();
    final EventLoops loops = EventLoops.createNio(2);
    final List<RoomEvent> events = new CopyOnWriteArrayList<>();
    final SessionLog log = new SessionLog(clock);
    final RoomRegistry rooms;
    final Admission admission;
    final EventLoop loop = loops.next();

    AdmissionFixture(RoomLimits limits, TakeoverPolicy policy, int graceSeconds, boolean requirePrivateMapKey) {
        rooms = new RoomRegistry(loops, clock, limits, TrackLimits.of(4 << 20, 2_000, new SimpleMeterRegistry()));
        rooms.observe(events::add);
        var tokens = new UserSigVerifier(APP, List.of(KEY), clock);
        var tickets = new PrivateMapKeyVerifier(APP, List.of(KEY), clock);
        admission = new Admission(
                Map.of(APP, new App(APP, tokens, tickets, requirePrivateMapKey, policy, graceSeconds)), rooms, log,
                clock);
    }

    AdmissionFixture(RoomLimits limits, TakeoverPolicy policy, int graceSeconds) {
        this(limits, policy, graceSeconds, false);
    }

    AdmissionFixture(boolean requirePrivateMapKey) {
        this(new RoomLimits(10, 50, 100, 5), TakeoverPolicy.REPLACE, 0, requirePrivateMapKey);
    }

    AdmissionFixture() {
        this(new RoomLimits(10, 50, 100, 5), TakeoverPolicy.REPLACE, 0);
    }

    String sign(String user) {
        return UserSig.sign(APP, user, KEY, Instant.ofEpochMilli(clock.wallMillis()), Duration.ofHours(1));
    }

    String ticket(String user, RoomId room, Privilege... privileges) {
        return PrivateMapKey.sign(APP, user, room, Set.of(privileges), KEY, Instant.ofEpochMilli(clock.wallMillis()),
                Duration.ofHours(1));
    }

    /** With a ticket for these privileges in the room. */
    PublishRequest request(String user, Privilege... privileges) {
        return new PublishRequest(Protocol.RTMP, ROOM, user, sign(user),
                Optional.of(ticket(user, ROOM.id(), privileges)), "127.0.0.1:5000");
    }

    PublishRequest request(String user) {
        return new PublishRequest(Protocol.RTMP, ROOM, user, sign(user), "127.0.0.1:5000");
    }

    Publication publish(TestSession session, String user) {
        return admission.publish(request(user), session).toCompletableFuture().join();
    }

    TestSession session() {
        return new TestSession(loop);
    }

    /** Runs on the sessions' loop and waits until everything that it caused has happened. */
    void onLoop(Runnable action) throws Exception {
        loop.submit(action).sync();
        settle();
    }

    void settle() throws Exception {
        for (int i = 0; i < 4; i++) {
            for (var each : loops.all()) {
                each.submit(() -> {}).sync();
            }
        }
    }

    Publisher anchor() {
        return rooms.find(ROOM).map(Room::anchors).orElseThrow().getFirst();
    }

    static H264Config h264(int profile, int reorder) {
        return new H264Config(List.of(Bytes.of((byte) 0x67)), List.of(Bytes.of((byte) 0x68)), profile, 0, 31, 640, 360,
                reorder);
    }

    /** A slice NAL unit behind its length: first_mb_in_slice 0, then slice_type as Exp-Golomb. */
    static ByteBuf unit(boolean key, boolean b) {
        int header = key ? 0x65 : 0x41;
        // ue(0) = 1; P is ue(5) = 00110, I is ue(7) = 0001000, B is ue(6) = 00111
        int type = key ? 0b1000_1000 : b ? 0b1001_1110 : 0b1001_1010;
        return PooledByteBufAllocator.DEFAULT.buffer().writeInt(6).writeByte(header).writeByte(type)
                .writeInt(0x55555555);
    }

    static ByteBuf aac() {
        return PooledByteBufAllocator.DEFAULT.buffer().writeZero(20);
    }

    /** Names of the events so far. */
    List<String> eventNames() {
        return events.stream().map(event -> event.getClass().getSimpleName()).toList();
    }

    static StableCode code(Throwable failure) {
        var cause = failure.getCause() == null ? failure : failure.getCause();
        return ((ProtocolException) cause).code();
    }

    @Override
    public void close() {
        rooms.rooms().forEach(room -> room.dismiss(new ProtocolException(StableCode.STOPPED, "the test is over")));
        try {
            settle();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        loops.close();
    }
}
