package dev.sluice.api.cloud;

import dev.sluice.health.SourceHealth;
import dev.sluice.room.Claim;
import dev.sluice.room.Encoder;
import dev.sluice.room.Protocol;
import dev.sluice.room.RoomId;
import dev.sluice.room.RoomKey;
import dev.sluice.room.Source;
import dev.sluice.room.TakeoverPolicy;
import dev.sluice.room.Viewer;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.sluice.api.cloud.CloudFixture.APP;
import static org.assertj.core.api.Assertions.assertThat;

/** What the cloud API does to rooms with people in them. */
class RoomActionsTest {
    private static final RoomKey NAMED = new RoomKey(APP, RoomId.named("123"));
    private static final RoomKey NUMBERED = new RoomKey(APP, RoomId.numeric("123"));

    private final CloudFixture cloud = new CloudFixture();

    @AfterEach
    void close() {
        cloud.close();
    }

    /** A publishing connection, entered or not; completes when it is parted with. */
    private CompletableFuture<StableCode> publish(RoomKey room, String user, boolean enters) throws Exception {
        var parted = new CompletableFuture<StableCode>();
        var source = new Source("s-" + user, Protocol.RTMP, "peer", cloud.loops.next(), Map::of, Encoder.DEAF,
                reason -> parted.complete(reason.code()), new SourceHealth(user, cloud.rooms.warnings()));
        var publisher = cloud.rooms.claim(new Claim(room, user, source, TakeoverPolicy.REPLACE, 0, true)).get(5,
                TimeUnit.SECONDS);
        if (enters) {
            publisher.onLoop(publisher::enter);
        }
        return parted;
    }

    private record Watching(String id, String userId, CompletableFuture<StableCode> parted) implements Viewer {
        @Override
        public void close(ProtocolException reason) {
            parted.complete(reason.code());
        }
    }

    private CompletableFuture<StableCode> watch(RoomKey room, String user, String id) throws Exception {
        var viewer = new Watching(id, user, new CompletableFuture<>());
        cloud.rooms.enter(room, viewer).get(5, TimeUnit.SECONDS);
        return viewer.parted();
    }

    /** The loop has done what was asked of it before. */
    private void settle() throws Exception {
        for (int i = 0; i < 4; i++) {
            cloud.loops.next().submit(() -> {}).get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void removingAUserEndsEverySessionOfItAndNobodyElses() throws Exception {
        var anchor = publish(NAMED, "ann", true);
        var waiting = publish(NAMED, "bea", false);
        var other = publish(NAMED, "cid", true);
        var viewers = List.of(watch(NAMED, "ann", "1"), watch(NAMED, "ann", "2"));
        var foreign = watch(NAMED, "dan", "3");
        assertThat(cloud.post("RemoveUserByStrRoomId", "{\"SdkAppId\":1400000001,\"RoomId\":\"123\","
                + "\"UserIds\":[\"ann\",\"bea\",\"absent\",\"ann\"]}")).isEqualTo("{}");
        for (var parted : List.of(anchor, waiting, viewers.getFirst(), viewers.getLast())) {
            assertThat(parted.get(5, TimeUnit.SECONDS)).isEqualTo(StableCode.REMOVED);
        }
        settle();
        assertThat(other).isNotDone();
        assertThat(foreign).isNotDone();
        assertThat(cloud.rooms.find(NAMED).orElseThrow().anchors()).extracting(publisher -> publisher.userId())
                .containsExactly("cid");
    }

    @Test
    void anIntegerRoomIsAnotherThanTheStringOfItsDigits() throws Exception {
        var named = publish(NAMED, "ann", true);
        var numbered = publish(NUMBERED, "ann", true);
        assertThat(cloud.post("RemoveUser", "{\"SdkAppId\":1400000001,\"RoomId\":123,\"UserIds\":[\"ann\"]}"))
                .isEqualTo("{}");
        assertThat(numbered.get(5, TimeUnit.SECONDS)).isEqualTo(StableCode.REMOVED);
        settle();
        assertThat(named).isNotDone();
        assertThat(cloud.post("DismissRoom", "{\"SdkAppId\":1400000001,\"RoomId\":123}"))
                .startsWith("FailedOperation.RoomNotExist");
        assertThat(cloud.post("DismissRoomByStrRoomId", "{\"SdkAppId\":1400000001,\"RoomId\":\"123\"}"))
                .isEqualTo("{}");
        assertThat(named.get(5, TimeUnit.SECONDS)).isEqualTo(StableCode.REMOVED);
    }

    @Test
    void dismissingARoomPartsWithAll() throws Exception {
        var all = List.of(publish(NUMBERED, "ann", true), publish(NUMBERED, "bea", false),
                watch(NUMBERED, "cid", "1"));
        assertThat(cloud.post("DismissRoom", "{\"SdkAppId\":1400000001,\"RoomId\":123}")).isEqualTo("{}");
        for (var parted : all) {
            assertThat(parted.get(5, TimeUnit.SECONDS)).isEqualTo(StableCode.REMOVED);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "RemoveUser | `\"RoomId\":9,\"UserIds\":[\"u\"]` | FailedOperation.RoomNotExist",
            "RemoveUser | `\"RoomId\":0,\"UserIds\":[\"u\"]` | InvalidParameter.RoomId",
            "RemoveUser | `\"RoomId\":4294967295,\"UserIds\":[\"u\"]` | InvalidParameter.RoomId",
            "RemoveUser | `\"RoomId\":\"9\",\"UserIds\":[\"u\"]` | InvalidParameter",
            "RemoveUser | `\"UserIds\":[\"u\"]` | MissingParameter.RoomId",
            "RemoveUser | `\"RoomId\":9` | MissingParameter.UserIds",
            "RemoveUser | `\"RoomId\":9,\"UserIds\":[]` | InvalidParameter.UserIds",
            "RemoveUser | `\"RoomId\":9,\"UserIds\":[\"a b\"]` | InvalidParameter.UserIds",
            "RemoveUser | `\"RoomId\":9,\"UserIds\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"10\",\"11\"]`"
                    + "| InvalidParameter.UserIds",
            "RemoveUser | `\"RoomId\":9,\"UserIds\":\"u\"` | InvalidParameter",
            "RemoveUser | `\"RoomId\":9,\"UserIds\":[\"u\"],\"UserId\":\"u\"` | UnknownParameter",
            "RemoveUserByStrRoomId | `\"RoomId\":\"9\",\"UserIds\":[\"u\"]` | FailedOperation.RoomNotExist",
            "RemoveUserByStrRoomId | `\"RoomId\":9,\"UserIds\":[\"u\"]` | InvalidParameter",
            "RemoveUserByStrRoomId | `\"RoomId\":\"a/b\",\"UserIds\":[\"u\"]` | InvalidParameter.RoomId",
            "DismissRoom | `\"RoomId\":9` | FailedOperation.RoomNotExist",
            "DismissRoom | `\"RoomId\":-1` | InvalidParameter.RoomId",
            "DismissRoomByStrRoomId | `\"RoomId\":\"\"` | MissingParameter.RoomId",
            "DismissRoomByStrRoomId | `\"RoomId\":\"9\"` | FailedOperation.RoomNotExist"})
    void aBadRequest(String action, String members, String code) {
        assertThat(cloud.post(action, "{\"SdkAppId\":1400000001," + members + "}")).startsWith(code + " | ");
        assertThat(cloud.post(action, "{\"SdkAppId\":7,\"RoomId\":" + (action.contains("Str") ? "\"9\"" : "9")
                + (action.startsWith("Remove") ? ",\"UserIds\":[\"u\"]" : "") + "}"))
                .startsWith("InvalidParameter.SdkAppId");
    }
}
