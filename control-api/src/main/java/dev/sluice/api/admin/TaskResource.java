package dev.sluice.api.admin;

import dev.sluice.room.RoomRegistry;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.task.IngestTask;
import dev.sluice.task.IngestTasks;
import dev.sluice.task.TaskException;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /api/v1/tasks}: pulls that run or have ended. The admin token stands for the tokens that a Start wants. */
final class TaskResource {
    static final int MAX_TASKS = 500;

    private final IngestTasks tasks;
    private final TokenIssuer issuer;
    private final RoomRegistry rooms;

    record Tasks(List<TaskView> tasks) {}

    TaskResource(Services services, RoomRegistry rooms) {
        this.tasks = services.tasks();
        this.issuer = services.issuer();
        this.rooms = rooms;
    }

    void list(RoutingContext context) {
        Answers.await(context, all(), found -> Json.send(context, found));
    }

    CompletionStage<Tasks> all() {
        return tasks.list(MAX_TASKS)
                .thenApply(found -> new Tasks(found.stream().map(task -> TaskView.of(task, rooms)).toList()));
    }

    void show(RoutingContext context) {
        Answers.await(context, find(context), found -> Json.send(context, TaskView.of(found, rooms)));
    }

    void start(RoutingContext context) {
        var wish = Json.body(context, TaskWish.class, TaskWish.FORM);
        if (!issuer.apps().contains(wish.sdkAppId())) {
            throw ProtocolException.found(StableCode.APP_UNKNOWN, "sdkAppId", wish.sdkAppId(), issuer.apps());
        }
        Answers.await(context, tasks.start(wish.task()), started -> {
            context.response().putHeader("Location",
                    AdminApi.ROOT + "/tasks/" + URLEncoder.encode(started.id(), StandardCharsets.UTF_8));
            Json.send(context, 201, TaskView.of(started, rooms));
        });
    }

    /** Pauses, resumes, or changes what is played and how (RFC 7396: what is left out stays). */
    void change(RoutingContext context) {
        var update = Json.body(context, TaskWish.Change.class, TaskWish.Change.FORM).update();
        var changed = find(context).thenCompose(task -> tasks.update(task.room().sdkAppId(), task.id(), update));
        Answers.await(context, changed, task -> Json.send(context, TaskView.of(task, rooms)));
    }

    void stop(RoutingContext context) {
        var stopped = find(context).thenCompose(task -> tasks.stop(task.room().sdkAppId(), task.id()));
        Answers.await(context, stopped, _ -> context.response().setStatusCode(204).end());
    }

    /** Ids are unguessable, so an id is one application's, whichever that is. */
    private CompletionStage<IngestTask> find(RoutingContext context) {
        var id = AdminApi.param(context, "id");
        var asked = issuer.apps().stream().map(app -> tasks.find(app, id).toCompletableFuture()).toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenApply(_ -> asked.stream().flatMap(answer -> answer.join().stream()).findFirst()
                        .orElseThrow(() -> new TaskException(TaskException.Kind.UNKNOWN, "no task has this id")));
    }
}
