package dev.sluice.e2e.rig;

import java.util.LinkedHashMap;
import java.util.Map;

/** Parameters of the cloud's ingest actions, as a backend passes them. */
public final class Ingest {
    private static final int STRING_ROOM = 0;
    private static final int INTEGER_ROOM = 1;

    private Ingest() {}

    /** A Start in a string room. */
    public static Map<String, Object> start(String room, String userId, String url) {
        return start(STRING_ROOM, room, userId, url);
    }

    /** A Start in an integer room, whose number stands in a string here. */
    public static Map<String, Object> start(int room, String userId, String url) {
        return start(INTEGER_ROOM, Integer.toString(room), userId, url);
    }

    private static Map<String, Object> start(int type, String room, String userId, String url) {
        return Map.of("SdkAppId", Tokens.APP, "RoomId", room, "RoomIdType", type, "UserId", userId, "UserSig",
                Tokens.userSig(userId), "StreamUrl", url);
    }

    /** About a task: Describe, Stop, Update. */
    public static Map<String, Object> of(String taskId) {
        return Map.of("SdkAppId", Tokens.APP, "TaskId", taskId);
    }

    public static Map<String, Object> with(Map<String, Object> parameters, String name, Object value) {
        var changed = new LinkedHashMap<>(parameters);
        changed.put(name, value);
        return changed;
    }

    public static Map<String, Object> without(Map<String, Object> parameters, String name) {
        var changed = new LinkedHashMap<>(parameters);
        changed.remove(name);
        return changed;
    }
}
