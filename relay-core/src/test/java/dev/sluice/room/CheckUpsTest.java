package dev.sluice.room;

import dev.sluice.event.RoomEvent;
import dev.sluice.health.SourceHealth;
import dev.sluice.health.Warning;
import dev.sluice.media.CodecConfig;
import dev.sluice.media.OpusConfig;
import dev.sluice.runtime.EventLoops;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.testkit.FakeClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CheckUpsTest {
    private static final int RATE = 1_000;

    private final FakeClock clock = new FakeClock();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final EventLoops loops = EventLoops.createNio(1);
    private final List<RoomEvent> events = new CopyOnWriteArrayList<>();
    private final RoomRegistry registry = new RoomRegistry(loops, clock, new RoomLimits(1, 1, 1, 1),
            TrackLimits.of(4 << 20, 2_000, metrics));
    private final Room room = new Room(new RoomKey(1, RoomId.named("room")), channel.eventLoop(), registry, clock);
    private Source source = source("s", false);
    private final Publisher publisher = Publisher.open(room,
            new Claim(room.key(), "anchor", source, TakeoverPolicy.REPLACE, 60_000, true), clock);
    private boolean gives;
    private long sourceMillis;
    private int frames;

    CheckUpsTest() {
        channel.freezeTime();
        registry.observe(events::add);
        publisher.enter();
    }

    @AfterEach
    void close() {
        publisher.leave(source, StableCode.STOPPED);
        channel.close();
        loops.close();
    }

    private Source source(String id, boolean givesKeyFrames) {
        gives = givesKeyFrames;
        var encoder = new Encoder() {
            @Override
            public boolean givesKeyFrames() {
                return gives;
            }

            @Override
            public void requestKeyFrame(String trackId) {}
        };
        return new Source(id, Protocol.RTMP, "peer", channel.eventLoop(), Map::of, encoder, _ -> {},
                new SourceHealth("session=" + id, registry.warnings()));
    }

    private void pass(int millis) {
        clock.advanceMillis(millis);
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    /** Ten pictures and ten audio frames a second, a key frame every so many pictures; 0: none. */
    private void play(int seconds, int gop) {
        for (int i = 0; i < seconds * 10; i++) {
            publish(Tracks.CONFIG, gop > 0 && frames++ % gop == 0);
            publish(new OpusConfig(2), true);
            sourceMillis += 100;
            pass(100);
        }
    }

    private void publish(CodecConfig config, boolean key) {
        var track = publisher.track("", config, RATE);
        long time = publisher.place(track, sourceMillis * 1_000_000, clock.nanos()) / 1_000_000;
        track.publish(time, time, key, clock.nanos(), PooledByteBufAllocator.DEFAULT.buffer(9).writeZero(9));
    }

    private List<StableCode> codes() {
        return source.health().latest().warnings().stream().map(Warning::code).toList();
    }

    private void takeOver(Source newcomer) {
        publisher.takeOver(newcomer, TakeoverPolicy.REPLACE);
        source = newcomer;
        sourceMillis = 0;
        frames = 0;
    }

    private double standing() {
        return metrics.get("sluice.publishers.warned").gauges().stream().mapToDouble(gauge -> gauge.value()).sum();
    }

    @Test
    void aSteadySourceIsWell() {
        play(30, 20);
        assertThat(codes()).isEmpty();
        assertThat(source.health().latest().avSkewMillis()).isZero();
        assertThat(source.health().latest().lagMillis()).isZero();
        var gop = publisher.tracks().getFirst().gop();
        assertThat(gop.frames()).isEqualTo(20);
        assertThat(gop.millis()).isEqualTo(2_000);
    }

    @Test
    void keyFramesTooFarApartAreAFaultOfASourceThatGivesNoneForTheAsking() {
        play(11, 100);
        assertThat(codes()).containsExactly(StableCode.GOP_TOO_LONG);
        gives = true;
        play(1, 100);
        assertThat(codes()).isEmpty();
    }

    @Test
    void noKeyFrameIsAFaultOfASourceThatGivesThemOnlyWhenItWasAskedInVain() {
        takeOver(source("whip", true));
        play(8, 0);
        assertThat(codes()).isEmpty();
        var video = publisher.tracks().getFirst();
        for (int i = 0; i < 2; i++) {
            video.requestKeyFrame(clock.nanos());
            play(1, 0);
        }
        assertThat(codes()).containsExactly(StableCode.NO_KEYFRAME);
        play(1, 20);
        assertThat(codes()).isEmpty();
    }

    @Test
    void aJumpForwardOrBackIsCountedAndItsWarningEndsWhenFramesStopToo() {
        play(3, 20);
        sourceMillis += 3_600_000;
        play(3, 20);
        sourceMillis = 0;
        play(3, 20);
        assertThat(codes()).containsExactly(StableCode.TIMESTAMP_JUMP);
        assertThat(source.health().latest().timestampJumps()).isEqualTo(2);
        assertThat(source.health().latest().lagMillis()).isZero();
        for (int i = 0; i < 60; i++) {
            pass(1_000);
        }
        assertThat(codes()).isEmpty();
        assertThat(source.health().latest().lagMillis()).isNull();
    }

    @Test
    void aNewcomersHealthIsItsOwn() {
        play(3, 20);
        sourceMillis += 3_600_000;
        play(15, 100);
        var before = source;
        assertThat(standing()).isEqualTo(2);
        takeOver(source("t", false));
        assertThat(standing()).isZero();
        assertThat(before.health().latest().warnings()).isEmpty();
        assertThat(Warning.brief(before.health().warnings())).isEqualTo("GOP_TOO_LONG:1,TIMESTAMP_JUMP:1");
        play(4, 20);
        assertThat(codes()).isEmpty();
        assertThat(publisher.tracks().getFirst().gop().millis()).isEqualTo(2_000);
    }

    @Test
    void aLostPublisherIsWarnedOfNothingAndOneThatReturnsIsLookedAtAgain() {
        play(3, 20);
        sourceMillis = 0;
        play(1, 20);
        assertThat(standing()).isEqualTo(1);
        publisher.lose(source, StableCode.PEER_CLOSED);
        assertThat(standing()).isZero();
        pass(2_000);
        assertThat(codes()).isEmpty();
        takeOver(source("again", false));
        play(6, 0);
        assertThat(codes()).containsExactly(StableCode.NO_KEYFRAME);
    }

    @Test
    void viewersThatCannotPlayItAreTold() {
        play(1, 20);
        publisher.viewerRefused();
        play(1, 20);
        assertThat(source.health().latest().warnings().getFirst().text()).contains("(H264, opus)");
    }

    @Test
    void aRejectedStreamIsToldOnce() {
        publisher.reject(source, new ProtocolException(StableCode.B_FRAMES, "turn them off"));
        publisher.reject(source, new ProtocolException(StableCode.B_FRAMES, "turn them off"));
        channel.runPendingTasks();
        assertThat(events).contains(new RoomEvent.PublishRejected(room.key(), "anchor", "s", StableCode.B_FRAMES,
                "turn them off"));
        assertThat(events.stream().filter(RoomEvent.PublishRejected.class::isInstance)).hasSize(1);
        assertThat(source.health().closed()).isTrue();
    }
}
