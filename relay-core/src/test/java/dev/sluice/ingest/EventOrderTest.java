package dev.sluice.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.event.CallbackEvent;
import dev.sluice.event.CallbackEvents;
import dev.sluice.event.Presence;
import dev.sluice.event.RoomChronicle;
import dev.sluice.room.Protocol;
import dev.sluice.room.TakeoverPolicy;
import dev.sluice.room.Viewer;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.testkit.MemoryJournal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** What an application hears of what happens in a room, in which order. */
class EventOrderTest {
    /** A room, and what is heard of it. */
    static final class Story implements AutoCloseable {
        final MemoryJournal journal = new MemoryJournal();
        final ClaimFixture room;
        private final Map<String, Viewer> viewers = new HashMap<>();
        private int sounds;

        Story(Duration grace) {
            var ids = new AtomicInteger();
            room = new ClaimFixture(TakeoverPolicy.REPLACE, grace);
            room.rooms.observe(new RoomChronicle(new CallbackEvents(() -> "e" + ids.incrementAndGet()), room.clock,
                    journal::commit));
        }

        Publication push() {
            return room.sending(room.session());
        }

        Publication whip() {
            var publication = room.ask(room.session(), Protocol.WHIP);
            room.settle();
            room.picture(publication.join());
            return publication.join();
        }

        void sound(Publication publication) {
            publication.audio(AdmissionFixture.AAC);
            publication.writeAudio(44_100, sounds++ * 1_764L, AdmissionFixture.aac());
            room.settle();
        }

        /** Both kinds, a second at a time. */
        void play(Publication publication, int seconds) {
            for (int i = 0; i < seconds; i++) {
                room.pass(Duration.ofSeconds(1));
                room.picture(publication);
                sound(publication);
            }
        }

        void watch(String user, String id) {
            var viewer = new Viewer() {
                @Override
                public String id() {
                    return id;
                }

                @Override
                public String userId() {
                    return user;
                }

                @Override
                public void close(ProtocolException reason) {
                    unwatch(id, reason.code());
                }
            };
            viewers.put(id, viewer);
            room.rooms.enter(AdmissionFixture.ROOM, viewer).join();
        }

        void unwatch(String id, StableCode code) {
            var viewer = Objects.requireNonNull(viewers.get(id));
            room.rooms.find(AdmissionFixture.ROOM).ifPresent(found -> found.leave(viewer, code));
        }

        void dismiss(StableCode code) {
            room.rooms.find(AdmissionFixture.ROOM).orElseThrow().dismiss(new ProtocolException(code, "for the test"));
            room.settle();
        }

        List<String> heard() {
            room.settle();
            return journal.events().stream().map(EventOrderTest::shown).toList();
        }

        @Override
        public void close() {
            room.close();
        }
    }

    /** Type, user, then the numbers and our code. */
    private static String shown(CallbackEvent event) {
        var text = new StringBuilder().append(event.type());
        var info = json(event);
        for (var member : List.of("UserId", "Role", "TerminalType", "UserType", "Reason")) {
            if (info.has(member)) {
                text.append(' ').append(info.get(member).asText());
            }
        }
        return text.append(event.reason().isEmpty() ? "" : " " + event.reason()).toString();
    }

    private static JsonNode json(CallbackEvent event) {
        try {
            return JsonMapper.builder().build().readTree(event.info());
        } catch (JsonProcessingException broken) {
            throw new AssertionError(broken);
        }
    }

    private static final String OPENED = "101 alice";
    private static final String RTMP_ANCHOR = "103 alice 20 100 3 1";
    private static final String CLOSED = "102";

    private static Arguments story(String name, Consumer<Story> story, String... heard) {
        return arguments(name, story, List.of(heard));
    }

    static Stream<Arguments> stories() {
        return Stream.of(
                story("a push begins and ends", story -> {
                    var push = story.push();
                    story.sound(push);
                    story.room.leave(push);
                }, OPENED, RTMP_ANCHOR, "201 alice", "203 alice", "104 alice 20 1 PEER_CLOSED", CLOSED),
                story("an anchor by WHIP", Story::whip, OPENED, "103 alice 20 100 1 1", "201 alice"),
                story("lost for longer than the grace time", story -> {
                    story.room.lose(story.push());
                    story.room.pass(ClaimFixture.GRACE);
                }, OPENED, RTMP_ANCHOR, "201 alice", "104 alice 20 2 PEER_CLOSED", CLOSED),
                story("back within the grace time", story -> {
                    story.room.lose(story.push());
                    story.room.pass(Duration.ofSeconds(9));
                    var again = story.room.granted(story.room.session());
                    story.room.pass(Duration.ofSeconds(4));
                    story.room.picture(again);
                    story.room.pass(Duration.ofSeconds(1));
                }, OPENED, RTMP_ANCHOR, "201 alice"),
                story("a takeover, by another protocol", story -> {
                    story.push();
                    story.whip();
                }, OPENED, RTMP_ANCHOR, "201 alice"),
                story("removed", story -> {
                    story.push();
                    story.dismiss(StableCode.REMOVED);
                }, OPENED, RTMP_ANCHOR, "201 alice", "104 alice 20 3 REMOVED", CLOSED),
                story("the relay shuts down, one was lost", story -> {
                    story.room.lose(story.push());
                    story.dismiss(StableCode.DRAINING);
                }, OPENED, RTMP_ANCHOR, "201 alice", "104 alice 20 5 DRAINING", CLOSED),
                story("rejected later", story -> {
                    var push = story.push();
                    push.writeVideo(1_000, 80, 40, false, AdmissionFixture.unit(false, true));
                }, OPENED, RTMP_ANCHOR, "201 alice", "104 alice 20 3 B_FRAMES", CLOSED),
                story("rejected before it entered", story -> {
                    var push = story.room.granted(story.room.session());
                    push.video(AdmissionFixture.h264(77, -1));
                    push.writeVideo(1_000, 80, 40, false, AdmissionFixture.unit(false, true));
                }),
                story("the picture stops and is back", story -> {
                    var push = story.push();
                    story.sound(push);
                    for (int i = 0; i < 6; i++) {
                        story.room.pass(Duration.ofSeconds(1));
                        story.sound(push);
                    }
                    story.play(push, 1);
                }, OPENED, RTMP_ANCHOR, "201 alice", "203 alice", "202 alice 0 STOPPED", "201 alice"),
                story("one that hangs has neither, and then leaves", story -> {
                    var push = story.push();
                    story.sound(push);
                    story.room.pass(Duration.ofSeconds(5));
                    story.room.leave(push);
                }, OPENED, RTMP_ANCHOR, "201 alice", "203 alice", "202 alice 0 STOPPED", "204 alice 0 STOPPED",
                        "104 alice 20 1 PEER_CLOSED", CLOSED),
                story("a source that was told to pause", story -> {
                    var push = story.push();
                    push.rest();
                    story.room.pass(Duration.ofMinutes(1));
                    story.room.picture(push);
                    story.room.pass(Duration.ofSeconds(6));
                }, OPENED, RTMP_ANCHOR, "201 alice", "202 alice 0 STOPPED"),
                story("viewers, one with two connections", story -> {
                    var push = story.push();
                    story.watch("bob", "v1");
                    story.watch("bob", "v2");
                    story.watch("carol", "v3");
                    story.unwatch("v1", StableCode.PEER_CLOSED);
                    story.unwatch("v2", StableCode.ICE_TIMEOUT);
                    story.room.settle();
                    story.room.leave(push);
                    story.unwatch("v3", StableCode.PEER_CLOSED);
                }, OPENED, RTMP_ANCHOR, "201 alice", "103 bob 21 100 1 1", "103 carol 21 100 1 1",
                        "104 bob 21 2 ICE_TIMEOUT", "104 alice 20 1 PEER_CLOSED", "104 carol 21 1 PEER_CLOSED",
                        CLOSED),
                story("the anchor watches itself and stays as a viewer", story -> {
                    var push = story.push();
                    story.watch("alice", "v1");
                    story.room.leave(push);
                    story.room.settle();
                    story.unwatch("v1", StableCode.PEER_CLOSED);
                }, OPENED, RTMP_ANCHOR, "201 alice", "202 alice 0 PEER_CLOSED", "104 alice 21 1 PEER_CLOSED", CLOSED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stories")
    void tells(String name, Consumer<Story> story, List<String> heard) {
        try (var told = new Story(ClaimFixture.GRACE)) {
            story.accept(told);
            assertThat(told.heard()).as(name).isEqualTo(heard);
        }
    }

    @Test
    void remembersWhoIsInside() {
        try (var story = new Story(ClaimFixture.GRACE)) {
            story.push();
            story.watch("alice", "v1");
            story.watch("bob", "v2");
            story.watch("bob", "v3");
            story.unwatch("v3", StableCode.PEER_CLOSED);
            story.room.settle();
            assertThat(story.journal.present()).containsExactly(new Presence(AdmissionFixture.ROOM, "alice", true),
                    new Presence(AdmissionFixture.ROOM, "alice", false),
                    new Presence(AdmissionFixture.ROOM, "bob", false));
            story.dismiss(StableCode.REMOVED);
            story.room.settle();
            assertThat(story.journal.present()).isEmpty();
        }
    }

    @Test
    void tellsInTheCloudsWords() throws Exception {
        try (var story = new Story(Duration.ZERO)) {
            story.room.leave(story.push());
            var at = story.room.clock.wallMillis();
            var common = "{\"RoomId\":\"room\",\"EventTs\":" + at / 1000 + ",\"EventMsTs\":" + at;
            var alice = common + ",\"UserId\":\"alice\"";
            assertThat(story.journal.events().stream().map(CallbackEvent::info)).containsExactly(alice + "}",
                    alice + ",\"Role\":20,\"TerminalType\":100,\"UserType\":3,\"Reason\":1}", alice + "}",
                    alice + ",\"Role\":20,\"Reason\":1}", common + "}");
            assertThat(story.journal.events().stream().map(CallbackEvent::group)).containsExactly(1, 1, 2, 1, 1);
            assertThat(story.journal.events().stream().map(CallbackEvent::queue)).containsOnly("1400000001/str/room");
            assertThat(story.journal.events().stream().map(CallbackEvent::id)).doesNotHaveDuplicates();
        }
    }
}
