package dev.sluice.api.cloud.action;

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

/** Parts with everybody in a room. */
record DismissRoom(String name, RoomField roomField, Applications apps, RoomRegistry rooms) implements Action {
    @Override
    public List<Field<?>> fields() {
        return List.of(Applications.SDK_APP_ID, roomField.field());
    }

    @Override
    public CompletionStage<Map<String, String>> run(Values values) {
        var app = apps.require(values, Applications.SDK_APP_ID);
        var key = new RoomKey(app.sdkAppId(), roomField.room(values));
        var room = rooms.find(key).orElseThrow(() -> RemoveUser.missing(key));
        room.dismiss(new ProtocolException(StableCode.REMOVED, "the application dismissed the room"));
        return CompletableFuture.completedStage(Map.of());
    }
}
