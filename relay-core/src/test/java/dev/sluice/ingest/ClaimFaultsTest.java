package dev.sluice.ingest;

import dev.sluice.media.EncodedFrame;
import dev.sluice.room.FanOut;
import dev.sluice.room.Publisher;
import dev.sluice.room.Reception;
import dev.sluice.room.Subscriber;
import dev.sluice.room.TakeoverPolicy;
import dev.sluice.room.Track;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.sluice.ingest.AdmissionFixture.ROOM;
import static dev.sluice.ingest.AdmissionFixture.h264;
import static dev.sluice.ingest.AdmissionFixture.unit;
import static org.assertj.core.api.Assertions.assertThat;

/** Whatever fails between a claim and its end: the place is free for the same user, and nothing is left behind. */
class ClaimFaultsTest {
    /** Longer than any lease, grace or refusal. */
    private static final Duration EVER = Duration.ofSeconds(75);

    private interface Step {
        void run(ClaimFixture room);
    }

    record Fault(String name, Step step) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1;

        Broken() {
            super("on purpose", null, false, false);
        }
    }

    /** A connection whose every word to the room is an exception. */
    private record BrokenSession(String id, EventLoop loop) implements IngestSession {
        @Override
        public void close(ProtocolException reason) {
            throw new Broken();
        }

        @Override
        public void requestKeyFrame(String trackId) {
            throw new Broken();
        }

        @Override
        public Map<String, Reception> reception() {
            throw new Broken();
        }
    }

    private static final class BrokenWatcher implements Publisher.Watcher {
        @Override
        public void onTrack(Track track) {
            throw new Broken();
        }

        @Override
        public void onPublisherEnd(StableCode reason) {
            throw new Broken();
        }
    }

    private record BrokenSubscriber(EventLoop loop) implements Subscriber {
        @Override
        public void onJoin(FanOut fanOut, List<EncodedFrame> cached) {}

        @Override
        public void onFrame(EncodedFrame frame) {}

        @Override
        public void onServed() {}

        @Override
        public void onEnd(StableCode reason) {
            throw new Broken();
        }
    }

    static Stream<Fault> faults() {
        return Stream.of(new Fault("nothing is ever sent", room -> room.granted(room.session())),
                new Fault("the connection dies before its grant", room -> room.lose(room.granted(room.session()))),
                new Fault("the grant is lost on its way", room -> room.ask(room.session()).thenApply(_ -> {
                    throw new Broken();
                })),
                new Fault("nothing is sent after a takeover", room -> {
                    room.sending(room.session());
                    room.granted(room.session());
                }),
                new Fault("the newcomer dies before its first frame", room -> {
                    room.sending(room.session());
                    room.lose(room.granted(room.session()));
                }),
                new Fault("both die", room -> {
                    var first = room.sending(room.session());
                    var second = room.sending(room.session());
                    room.lose(first);
                    room.lose(second);
                }),
                new Fault("lost and never back", room -> room.lose(room.sending(room.session()))),
                new Fault("back within the grace time, and lost again", room -> {
                    room.lose(room.sending(room.session()));
                    room.pass(Duration.ofSeconds(9));
                    room.lose(room.granted(room.session()));
                }),
                new Fault("removed within the grace time", room -> {
                    room.lose(room.sending(room.session()));
                    room.alice().remove(removed());
                }),
                new Fault("removed before its claim is answered", room -> {
                    room.sending(room.session());
                    room.held(() -> {
                        room.ask(room.session());
                        room.alice().remove(removed());
                    });
                }),
                new Fault("removed behind a takeover", room -> {
                    room.sending(room.session());
                    room.granted(room.session());
                    room.alice().remove(removed());
                }),
                new Fault("the room is dismissed behind a claim", room -> {
                    room.sending(room.session());
                    room.held(() -> {
                        room.ask(room.session());
                        room.rooms.find(ROOM).orElseThrow().dismiss(removed());
                    });
                }),
                new Fault("the room is dismissed before a claim", room -> {
                    room.sending(room.session());
                    room.held(() -> {
                        room.rooms.find(ROOM).orElseThrow().dismiss(removed());
                        room.ask(room.session());
                    });
                }),
                new Fault("the room is dismissed within the grace time", room -> {
                    room.lose(room.sending(room.session()));
                    room.rooms.find(ROOM).orElseThrow().dismiss(removed());
                }),
                new Fault("the room closes behind a claim", room -> {
                    var ending = room.sending(room.session());
                    room.held(() -> {
                        room.ask(room.session());
                        ending.end(StableCode.PEER_CLOSED, "goodbye", true);
                    });
                }),
                new Fault("the room closes before a claim", room -> {
                    var ending = room.sending(room.session());
                    room.held(() -> {
                        ending.end(StableCode.PEER_CLOSED, "goodbye", true);
                        room.ask(room.session());
                    });
                }),
                new Fault("rejected while its first frames are held back", room -> {
                    var publication = room.granted(room.session());
                    publication.video(h264(77, 2));
                    publication.writeVideo(1_000, 0, 0, true, unit(true, false));
                    publication.writeVideo(1_000, 40, 40, false, unit(false, true));
                    room.pass(Duration.ofSeconds(11));
                }),
                new Fault("the session does not let itself be told of a takeover", room -> {
                    room.sending(new BrokenSession("broken", room.channel.eventLoop()));
                    room.lose(room.sending(room.session()));
                }),
                new Fault("nor of its removal", room -> {
                    room.sending(new BrokenSession("broken", room.channel.eventLoop()));
                    room.alice().remove(removed());
                }),
                new Fault("nor of its rejection", room -> {
                    var publication = room.sending(new BrokenSession("broken", room.channel.eventLoop()));
                    publication.writeVideo(1_000, 40, 40, false, unit(false, true));
                    room.pass(Duration.ofSeconds(11));
                }),
                new Fault("an observer fails", room -> {
                    room.rooms.observe(_ -> {
                        throw new Broken();
                    });
                    room.lose(room.sending(room.session()));
                }),
                new Fault("a watcher fails", room -> {
                    var publication = room.granted(room.session());
                    room.picture(publication);
                    room.alice().watch(new BrokenWatcher());
                    room.lose(publication);
                }),
                new Fault("a subscriber fails at the end", room -> {
                    var publication = room.sending(room.session());
                    room.alice().tracks().getFirst().subscribe(new BrokenSubscriber(room.channel.eventLoop()));
                    room.lose(publication);
                }),
                new Fault("the session's loop has ended before its claim", room -> {
                    var session = new TestSession(ended());
                    assertThat(room.answer(session)).isCompletedExceptionally();
                    assertThat(room.log.find(session.id()).orElseThrow().code()).isEqualTo(StableCode.INTERNAL);
                }),
                new Fault("the session's loop has ended when it takes over", room -> {
                    room.sending(room.session());
                    room.granted(new TestSession(ended()));
                }));
    }

    private static ProtocolException removed() {
        return new ProtocolException(StableCode.REMOVED, "removed");
    }

    private static EventLoop ended() {
        var loop = new DefaultEventLoop();
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
        return loop;
    }

    @ParameterizedTest
    @MethodSource("faults")
    void theSameUserPublishesAtOnce(Fault fault) {
        try (var room = new ClaimFixture()) {
            fault.step().run(room);
            room.settle();
            var session = room.session();
            var again = room.sending(session);
            assertThat(session.open()).isTrue();
            assertThat(room.alice().source().id()).isEqualTo(session.id());
            assertThat(room.live()).containsExactly(session.id());
            room.leave(again);
            assertNothingIsLeft(room);
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void nothingIsLeftInTheEnd(Fault fault) {
        try (var room = new ClaimFixture()) {
            fault.step().run(room);
            room.settle();
            room.pass(EVER);
            assertNothingIsLeft(room);
        }
    }

    private static void assertNothingIsLeft(ClaimFixture room) {
        assertThat(room.rooms.rooms()).isEmpty();
        assertThat(room.live()).isEmpty();
        assertThat(room.told().stream().filter("AnchorEntered"::equals).count())
                .isEqualTo(room.told().stream().filter("AnchorLeft"::equals).count());
    }

    @Test
    void aPublisherWhoseLoopHasEndedIsReplaced() {
        try (var room = new ClaimFixture()) {
            var loop = new DefaultEventLoop();
            var stuck = new TestSession(loop);
            room.sending(stuck);
            loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
            var session = room.session();
            var again = room.sending(session);
            assertThat(room.live()).containsExactly(session.id());
            assertThat(room.log.find(stuck.id()).orElseThrow().code()).isEqualTo(StableCode.TAKEN_OVER);
            room.leave(again);
            assertThat(room.rooms.rooms()).isEmpty();
        }
    }

    @Test
    void aClaimIsRefusedWhereTheRoomsLoopHasEnded() {
        var room = new ClaimFixture(TakeoverPolicy.REPLACE, Duration.ZERO);
        room.close();
        var answer = room.ask(room.session());
        assertThat(answer).isCompletedExceptionally();
        assertThat(room.live()).isEmpty();
        assertThat(room.rooms.rooms()).isEmpty();
    }
}
