package dev.sluice.pull;

import dev.sluice.task.IngestTask;
import dev.sluice.task.TaskException;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Puts what an API asks of a task to its loop, and waits a bounded time for the database. Safe anywhere. */
record Questions(EventLoop loop) {
    /** What was asked for is stored later all the same. */
    private static final long PATIENCE = TimeUnit.SECONDS.toMillis(5);

    /** @return refused with a TaskException */
    CompletionStage<IngestTask> put(Supplier<CompletionStage<IngestTask>> question) {
        var answer = new CompletableFuture<IngestTask>();
        loop.execute(() -> {
            var timeout = loop.schedule(() -> answer.completeExceptionally(late()), PATIENCE, TimeUnit.MILLISECONDS);
            question.get().whenComplete((after, failure) -> {
                timeout.cancel(false);
                if (failure == null) {
                    answer.complete(after);
                } else {
                    answer.completeExceptionally(failure instanceof TaskException ? failure : late());
                }
            });
        });
        return answer;
    }

    private static TaskException late() {
        return new TaskException(TaskException.Kind.STORE,
                "the database does not answer; what was asked for is done, and is stored when it does");
    }
}
