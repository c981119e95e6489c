package dev.sluice.api.cloud.action;

import dev.sluice.api.cloud.answer.CloudException;
import dev.sluice.api.cloud.answer.Code;
import dev.sluice.api.cloud.request.Field;
import dev.sluice.api.cloud.request.Values;
import dev.sluice.room.RoomId;
import dev.sluice.room.RoomKey;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.task.IngestTask;
import dev.sluice.task.IngestTasks;
import dev.sluice.task.NewTask;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static dev.sluice.api.cloud.action.TaskFields.AUTO_PUSH;
import static dev.sluice.api.cloud.action.TaskFields.ENABLE_PROGRESS;

/** Starts a pull of a URL into a room. */
final class StartStreamIngest implements Action {
    private static final Logger LOG = LoggerFactory.getLogger(StartStreamIngest.class);

    private static final int INTEGER_ROOM = 1;

    private final Applications apps;
    private final IngestTasks tasks;
    private final Tickets tickets;

    StartStreamIngest(Applications apps, IngestTasks tasks, Tickets tickets) {
        this.apps = apps;
        this.tasks = tasks;
        this.tickets = tickets;
    }

    @Override
    public String name() {
        return "StartStreamIngest";
    }

    @Override
    public List<Field<?>> fields() {
        return StartFields.ALL;
    }

    @Override
    public Code malformed() {
        return Code.BODY_PARAMS_ERROR;
    }

    @Override
    public CompletionStage<Map<String, String>> run(Values start) {
        var url = StartSettings.url(start);
        var userId = UserIds.check(start.require(StartFields.USER_ID));
        var app = apps.require(start, StartFields.SDK_APP_ID);
        var ignored = TaskFields.ignored(app, start, List.of(AUTO_PUSH, ENABLE_PROGRESS));
        checkUserSig(app, userId, start.require(StartFields.USER_SIG));
        var room = new RoomKey(app.sdkAppId(), room(start));
        checkTicket(room, userId, start);
        return tasks.start(new NewTask(room, userId, StartSettings.of(start, url, ignored)))
                .thenApply(StartStreamIngest::answer);
    }

    private static void checkUserSig(Application app, String userId, String userSig) {
        try {
            app.tokens().verify(userSig, userId);
        } catch (ProtocolException refused) {
            throw new CloudException(Code.INVALID_USER_SIG, "UserSig: " + refused.described());
        }
    }

    /** The id is a string for both types; which of them is meant stands beside it. */
    private static RoomId room(Values start) {
        boolean integer = start.require(StartFields.ROOM_ID_TYPE) == INTEGER_ROOM;
        return (integer ? RoomField.INTEGER : RoomField.STRING).parse(start.require(StartFields.ROOM_ID),
                integer ? Code.INVALID_ROOM_ID : Code.INVALID_STR_ROOM_ID);
    }

    private void checkTicket(RoomKey room, String userId, Values start) {
        try {
            tickets.check(room, userId, start.find(StartFields.PRIVATE_MAP_KEY).filter(text -> !text.isEmpty()));
        } catch (ProtocolException refused) {
            throw new CloudException(
                    refused.code() == StableCode.PRIVILEGE_MISSING ? Code.NOT_ALLOWED : Code.INVALID_PARAMETER,
                    "PrivateMapKey: " + refused.described());
        }
    }

    private static Map<String, String> answer(IngestTask started) {
        var notApplied = started.settings().notApplied();
        if (!notApplied.isEmpty()) {
            LOG.warn("task {}: accepted without effect: {}", started.id(), String.join(", ", notApplied));
        }
        return Map.of("TaskId", started.id());
    }
}
