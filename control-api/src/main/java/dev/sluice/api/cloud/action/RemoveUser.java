package dev.sluice.api.cloud.action;

import dev.sluice.api.cloud.answer.CloudException;
import dev.sluice.api.cloud.answer.Code;
import dev.sluice.api.cloud.request.Field;
import dev.sluice.api.cloud.request.Values;
import dev.sluice.room.RoomKey;
import dev.sluice.room.RoomRegistry;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Parts with users in a room, however many connections each has there; who is not there is not missed. */
record RemoveUser(String name, RoomField roomField, Applications apps, RoomRegistry rooms) implements Action {
    @Override
    public List<Field<?>> fields() {
        return List.of(Applications.SDK_APP_ID, roomField.field(), UserIds.SEVERAL);
    }

    @Override
    public CompletionStage<Map<String, String>> run(Values values) {
        var userIds = UserIds.check(values.require(UserIds.SEVERAL));
        var app = apps.require(values, Applications.SDK_APP_ID);
        var key = new RoomKey(app.sdkAppId(), roomField.room(values));
        var room = rooms.find(key).orElseThrow(() -> missing(key));
        room.remove(userIds, new ProtocolException(StableCode.REMOVED, "removed from the room by the application"));
        return CompletableFuture.completedStage(Map.of());
    }

    static CloudException missing(RoomKey key) {
        return new CloudException(Code.ROOM_NOT_EXIST, "nobody is in room " + key);
    }
}
