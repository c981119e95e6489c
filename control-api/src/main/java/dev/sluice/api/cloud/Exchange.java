package dev.sluice.api.cloud;

import dev.sluice.api.cloud.action.Refusals;
import dev.sluice.api.cloud.answer.Answer;
import dev.sluice.api.cloud.answer.CloudException;
import dev.sluice.api.cloud.answer.Code;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its only answer. On the HTTP server's event loop. */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final HttpServerRequest request;
    private final Context context;
    private final String requestId = UUID.randomUUID().toString();

    Exchange(HttpServerRequest request, Context context) {
        this.request = request;
        this.context = context;
    }

    /** Runs the action of a request that is admitted, unless it has been refused already. */
    void run(Supplier<Gate.Admitted> admission) {
        if (request.response().ended()) {
            return;
        }
        try {
            run(admission.get());
        } catch (CloudException refused) {
            refuse(refused);
        } catch (RuntimeException failure) {
            LOG.error("request {} failed", requestId, failure);
            refuse(new CloudException(Code.INTERNAL_ERROR, "the relay's log says more"));
        }
    }

    private void run(Gate.Admitted admitted) {
        Future.fromCompletionStage(result(admitted), context).onComplete(fields -> {
            log(admitted, "done");
            send(Answer.success(fields, requestId));
        }, failure -> {
            var refused = Refusals.of(failure, admitted.action());
            if (refused.code() == Code.INTERNAL_ERROR) {
                LOG.error("request {} failed", requestId, failure);
            }
            log(admitted, refused.code().text());
            refuse(refused);
        });
    }

    private static CompletionStage<? extends Map<String, ?>> result(Gate.Admitted admitted) {
        try {
            return admitted.action().run(admitted.values());
        } catch (RuntimeException refused) {
            return CompletableFuture.failedStage(refused);
        }
    }

    private void log(Gate.Admitted admitted, String outcome) {
        LOG.info("{} by {}: {}, request {}", admitted.action().name(), admitted.secretId(), outcome, requestId);
    }

    void refuse(CloudException refused) {
        LOG.debug("request {}: {}: {}", requestId, refused.code().text(), refused.getMessage());
        send(Answer.failure(refused.code(), String.valueOf(refused.getMessage()), requestId));
    }

    private void send(byte[] answer) {
        var response = request.response();
        if (!response.ended() && !response.closed()) {
            // With a charset behind it, the Python SDK takes an error for a success.
            response.putHeader("Content-Type", "application/json").end(Buffer.buffer(answer));
        }
    }
}
