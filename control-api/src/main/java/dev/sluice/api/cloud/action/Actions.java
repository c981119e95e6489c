package dev.sluice.api.cloud.action;

import dev.sluice.room.RoomRegistry;
import dev.sluice.task.IngestTasks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All actions by their names. Immutable. */
public final class Actions {
    /** Version of all of them. */
    public static final String VERSION = "2019-07-22";
    /** In the order of the documentation. */
    public static final List<String> NAMES = List.of("StartStreamIngest", "StopStreamIngest", "DescribeStreamIngest",
            "UpdateStreamIngest", "RemoveUser", "RemoveUserByStrRoomId", "DismissRoom", "DismissRoomByStrRoomId");

    private final Map<String, Action> actions = new LinkedHashMap<>();

    public Actions(Applications apps, RoomRegistry rooms, IngestTasks tasks, Tickets tickets) {
        List.of(new StartStreamIngest(apps, tasks, tickets), new StopStreamIngest(apps, tasks),
                new DescribeStreamIngest(apps, tasks), new UpdateStreamIngest(apps, tasks),
                new RemoveUser("RemoveUser", RoomField.INTEGER, apps, rooms),
                new RemoveUser("RemoveUserByStrRoomId", RoomField.STRING, apps, rooms),
                new DismissRoom("DismissRoom", RoomField.INTEGER, apps, rooms),
                new DismissRoom("DismissRoomByStrRoomId", RoomField.STRING, apps, rooms))
                .forEach(action -> actions.put(action.name(), action));
    }

    public Optional<Action> find(String name) {
        return Optional.ofNullable(actions.get(name));
    }
}
