package dev.sluice.room;

import dev.sluice.runtime.EventLoops;
import dev.sluice.runtime.StableCode;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TrackTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final EventLoop own = channel.eventLoop();
    private EventLoops loops;
    private EventLoop far;

    @BeforeEach
    void start() {
        loops = EventLoops.createNio(1);
        far = loops.next();
    }

    @AfterEach
    void stop() {
        channel.close();
        loops.close();
    }

    private void settle() throws Exception {
        far.submit(() -> {}).sync();
    }

    @Test
    void aJoinerStartsAtTheLastKeyFrameAndMissesNothing() {
        var track = Tracks.video(own, Tracks.limits(300, 1 << 20, 4_000, 100));
        Tracks.publish(track, 0, true);
        Tracks.publish(track, 33, false);
        Tracks.publish(track, 66, true);
        Tracks.publish(track, 100, false);
        var joiner = new RecordingSubscriber(own);
        track.subscribe(joiner);
        Tracks.publish(track, 133, false);
        assertThat(joiner.cached).containsExactly(2L, 3L);
        assertThat(joiner.frames).containsExactly(4L);
        assertThat(joiner.served).hasValue(1);
        track.close(StableCode.STOPPED);
        assertThat(joiner.ended).isEqualTo(StableCode.STOPPED);
    }

    @Test
    void framesCrossToAnotherLoopInOrderWithTheJoin() throws Exception {
        var track = Tracks.video(own, Tracks.limits(300, 1 << 20, 4_000, 100));
        var joiner = new RecordingSubscriber(far);
        Tracks.publish(track, 0, true);
        track.subscribe(joiner);
        for (int i = 1; i <= 20; i++) {
            Tracks.publish(track, i * 33L, false);
        }
        track.unsubscribe(joiner);
        Tracks.publish(track, 700, false);
        settle();
        assertThat(joiner.cached).containsExactly(0L);
        assertThat(joiner.frames).hasSize(20).isSorted();
        track.close(StableCode.STOPPED);
        assertThat(joiner.ended).isNull();
    }

    @Test
    void aStalledLoopLosesFramesUpToAKeyFrameAndDelaysNobody() throws Exception {
        var track = Tracks.video(own, Tracks.limits(300, 1 << 20, 4_000, 4));
        var stalled = new RecordingSubscriber(far);
        var other = new RecordingSubscriber(own);
        track.subscribe(stalled);
        track.subscribe(other);
        settle();
        var release = new CountDownLatch(1);
        far.execute(() -> await(release));
        for (int i = 0; i < 10; i++) {
            Tracks.publish(track, i * 33L, i == 0);
        }
        release.countDown();
        settle();
        Tracks.publish(track, 330, false);
        Tracks.publish(track, 363, true);
        Tracks.publish(track, 396, false);
        settle();
        assertThat(other.frames).hasSize(13);
        assertThat(stalled.frames).containsExactly(0L, 1L, 2L, 3L, 11L, 12L);
        assertThat(track.drops()).isEqualTo(7);
        track.close(StableCode.STOPPED);
        settle();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSubscriberMayLeaveInTheMiddleOfBeingServed() {
        var track = Tracks.video(own, Tracks.limits(300, 1 << 20, 4_000, 4));
        var leaver = new RecordingSubscriber(own);
        var stayer = new RecordingSubscriber(own);
        leaver.onEachFrame = () -> track.unsubscribe(leaver);
        track.subscribe(leaver);
        track.subscribe(stayer);
        Tracks.publish(track, 0, true);
        Tracks.publish(track, 33, false);
        assertThat(leaver.frames).containsExactly(0L);
        assertThat(stayer.frames).containsExactly(0L, 1L);
        track.close(StableCode.STOPPED);
    }

    @Test
    void theOneServedFirstRotates() {
        var track = Tracks.video(own, Tracks.limits(300, 1 << 20, 4_000, 4));
        var order = new StringBuilder();
        for (char name = 'a'; name <= 'c'; name++) {
            char one = name;
            var subscriber = new RecordingSubscriber(own);
            subscriber.onEachFrame = () -> order.append(one);
            track.subscribe(subscriber);
        }
        for (int i = 0; i < 3; i++) {
            Tracks.publish(track, i, i == 0);
        }
        assertThat(order.toString()).isEqualTo("bcacababc");
        track.close(StableCode.STOPPED);
    }

    @Test
    void demandIsToldWithTheFirstAndTheLastSubscriber() {
        var track = Tracks.video(own, Tracks.limits(300, 1 << 20, 4_000, 4));
        var told = new StringBuilder();
        track.demand(wanted -> told.append(wanted ? '+' : '-'));
        var one = new RecordingSubscriber(own);
        var two = new RecordingSubscriber(own);
        track.subscribe(one);
        track.subscribe(two);
        track.unsubscribe(one);
        track.unsubscribe(two);
        track.subscribe(one);
        assertThat(told.toString()).isEqualTo("+-+");
        track.close(StableCode.STOPPED);
    }

    @Test
    void aSharedRenditionIsMadeOnceAndReleasedWithTheLoopsLastSubscriber() {
        var track = Tracks.video(own, Tracks.limits(300, 1 << 20, 4_000, 4));
        var released = new int[1];
        class Shared implements Rendition {
            @Override
            public void release() {
                released[0]++;
            }
        }
        var one = new RecordingSubscriber(own);
        var two = new RecordingSubscriber(own);
        track.subscribe(one);
        track.subscribe(two);
        var first = one.fanOut().rendition(Shared.class, Shared::new);
        assertThat(two.fanOut().rendition(Shared.class, Shared::new)).isSameAs(first);
        track.unsubscribe(one);
        assertThat(released[0]).isZero();
        track.unsubscribe(two);
        assertThat(released[0]).isEqualTo(1);
        track.close(StableCode.STOPPED);
    }

    @Test
    void aGroupThatOutgrowsTheCacheIsDroppedWhole() {
        record Case(String name, TrackLimits limits) {}
        var cases = List.of(new Case("frames", Tracks.limits(3, 1 << 20, 4_000, 4)),
                new Case("bytes", Tracks.limits(300, 350, 4_000, 4)),
                new Case("time", Tracks.limits(300, 1 << 20, 70, 4)));
        for (var one : cases) {
            var track = Tracks.video(own, one.limits());
            for (int i = 0; i < 5; i++) {
                Tracks.publish(track, i * 33L, i == 0);
            }
            var joiner = new RecordingSubscriber(own);
            track.subscribe(joiner);
            assertThat(joiner.cached).as(one.name()).isEmpty();
            assertThat(track.gopTooLong()).as(one.name()).isTrue();
            Tracks.publish(track, 200, true);
            assertThat(track.gopTooLong()).as(one.name()).isFalse();
            track.close(StableCode.STOPPED);
        }
    }

    @Test
    void aTrackThatIsOverTakesAndReleases() {
        var track = Tracks.video(own, Tracks.limits(300, 1 << 20, 4_000, 4));
        track.close(StableCode.PEER_CLOSED);
        Tracks.publish(track, 0, true);
        var late = new RecordingSubscriber(own);
        track.subscribe(late);
        channel.runPendingTasks();
        assertThat(late.ended).isEqualTo(StableCode.PEER_CLOSED);
        assertThat(track.frames()).isZero();
    }
}
