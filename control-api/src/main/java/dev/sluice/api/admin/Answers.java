package dev.sluice.api.admin;

import dev.sluice.event.StoreException;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.task.TaskException;
import dev.sluice.webrtc.http.Problem;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers that take their time, and what is said when there is none. */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private Answers() {}

    /** Does on a thread of its own what may block. */
    static <T> CompletionStage<T> blocking(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, Thread::startVirtualThread);
    }

    /** Goes on, on the request's own context, once the stage has completed; what failed is answered. */
    static <T> void await(RoutingContext context, CompletionStage<T> stage, Consumer<T> then) {
        var own = context.vertx().getOrCreateContext();
        stage.whenComplete((result, failure) -> own.runOnContext(_ -> {
            if (failure == null) {
                attempt(context, () -> then.accept(result));
            } else {
                context.fail(failure instanceof CompletionException wrapped && wrapped.getCause() != null
                        ? wrapped.getCause()
                        : failure);
            }
        }));
    }

    private static void attempt(RoutingContext context, Runnable then) {
        try {
            then.run();
        } catch (RuntimeException refused) {
            context.fail(refused);
        }
    }

    /** The failure handler. */
    static void failed(RoutingContext context) {
        problem(context).send(context.response());
    }

    private static Problem problem(RoutingContext context) {
        return switch (context.failure()) {
            case ProtocolException refused -> Problem.of(refused);
            case TaskException refused -> of(refused);
            case StoreException _ -> new Problem(503, StableCode.INTERNAL, "the database does not answer");
            case null, default -> unforeseen(context);
        };
    }

    private static Problem of(TaskException refused) {
        var detail = String.valueOf(refused.getMessage());
        return switch (refused.kind()) {
            case EXISTS -> new Problem(409, StableCode.PLACE_TAKEN, detail);
            case FINISHED -> new Problem(409, StableCode.STOPPED, detail);
            case UNKNOWN -> new Problem(404, StableCode.SESSION_UNKNOWN, detail);
            case TOO_MANY -> new Problem(429, StableCode.LIMIT_EXCEEDED, detail);
            case STREAM_URL -> new Problem(400, StableCode.SOURCE_REFUSED, detail);
            case DRAINING -> new Problem(503, StableCode.DRAINING, detail);
            case STORE -> new Problem(503, StableCode.INTERNAL, detail);
        };
    }

    private static Problem unforeseen(RoutingContext context) {
        int status = context.statusCode();
        if (status == 413) {
            return new Problem(413, StableCode.LIMIT_EXCEEDED,
                    "body: found more, expected at most " + AdminApi.MAX_BODY + " bytes");
        }
        if (status >= 400 && status < 500) {
            return new Problem(status, StableCode.PROTOCOL_ERROR, "the request does not parse");
        }
        LOG.error("native API: {} {}", context.request().method(), context.normalizedPath(), context.failure());
        return new Problem(500, StableCode.INTERNAL, "the relay's log says more");
    }
}
