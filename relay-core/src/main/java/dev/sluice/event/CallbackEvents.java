package dev.sluice.event;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.media.MediaKind;
import dev.sluice.room.Protocol;
import dev.sluice.room.RoomId;
import dev.sluice.room.RoomKey;
import dev.sluice.runtime.StableCode;
import dev.sluice.task.IngestTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Makes events with the members and numbers that the cloud's callbacks have. Safe anywhere. */
public final class CallbackEvents implements TaskEvents {
    private static final int ROOM_OPENED = 101;
    private static final int ROOM_CLOSED = 102;
    private static final int ENTERED = 103;
    private static final int LEFT = 104;
    private static final int TERMINAL_OTHER = 100;
    private static final int USER_WEBRTC = 1;
    private static final int USER_NATIVE = 3;
    private static final int NORMAL = 1;
    /** Reason of 202 and 204. */
    private static final int STOP_REASON = 0;

    private final Supplier<String> ids;

    public CallbackEvents(Supplier<String> ids) {
        this.ids = ids;
    }

    CallbackEvent roomOpened(RoomKey room, String userId, long atMillis) {
        return event(room, EventGroup.ROOM, ROOM_OPENED, atMillis, info(room, atMillis).put("UserId", userId), "");
    }

    CallbackEvent roomClosed(RoomKey room, long atMillis) {
        return event(room, EventGroup.ROOM, ROOM_CLOSED, atMillis, info(room, atMillis), "");
    }

    CallbackEvent entered(RoomKey room, String userId, Role role, Protocol protocol, long atMillis) {
        var info = info(room, atMillis).put("UserId", userId).put("Role", role.number())
                .put("TerminalType", TERMINAL_OTHER)
                .put("UserType", protocol == Protocol.WHIP ? USER_WEBRTC : USER_NATIVE).put("Reason", NORMAL);
        return event(room, EventGroup.ROOM, ENTERED, atMillis, info, "");
    }

    CallbackEvent left(RoomKey room, String userId, Role role, Departure how, StableCode code, long atMillis) {
        var info = info(room, atMillis).put("UserId", userId).put("Role", role.number()).put("Reason", how.reason());
        return event(room, EventGroup.ROOM, LEFT, atMillis, info, code.name());
    }

    CallbackEvent started(RoomKey room, String userId, MediaKind kind, long atMillis) {
        return event(room, EventGroup.MEDIA, kind == MediaKind.VIDEO ? 201 : 203, atMillis,
                info(room, atMillis).put("UserId", userId), "");
    }

    CallbackEvent stopped(RoomKey room, String userId, MediaKind kind, StableCode code, long atMillis) {
        return event(room, EventGroup.MEDIA, kind == MediaKind.VIDEO ? 202 : 204, atMillis,
                info(room, atMillis).put("UserId", userId).put("Reason", STOP_REASON), code.name());
    }

    @Override
    public CallbackEvent event(IngestTask task, int type, int status, long wallMillis, String reasonCode) {
        var info = JsonNodeFactory.instance.objectNode().put("EventMsTs", wallMillis).put("TaskId", task.id())
                .put("Status", status);
        return event(task.room(), EventGroup.INGEST, type, wallMillis, info, reasonCode);
    }

    private CallbackEvent event(RoomKey room, EventGroup group, int type, long atMillis, ObjectNode info,
            String reason) {
        return new CallbackEvent(ids.get(), room.sdkAppId(), queue(room), group.number(), type, atMillis,
                info.toString(), reason);
    }

    private static ObjectNode info(RoomKey room, long atMillis) {
        var info = JsonNodeFactory.instance.objectNode();
        switch (room.id()) {
            case RoomId.Numeric(long number) -> info.put("RoomId", number);
            case RoomId.Named(String name) -> info.put("RoomId", name);
        }
        return info.put("EventTs", TimeUnit.MILLISECONDS.toSeconds(atMillis)).put("EventMsTs", atMillis);
    }

    /** Integer 123 and string "123" are two rooms. */
    static String queue(RoomKey room) {
        var kind = switch (room.id()) {
            case RoomId.Numeric _ -> "int";
            case RoomId.Named _ -> "str";
        };
        return room.sdkAppId() + "/" + kind + "/" + room.id().text();
    }
}
