package dev.sluice.webhook;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One request on its connection, up to the end of the answer or of our patience. The status is what counts; the rest of the
 * answer is read so that the connection can be used again, and no longer than is worth it. Lives on a Vert.x loop.
 */
final class Exchange {
    private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(5);
    private static final int MAX_ANSWER = 64 * 1024;

    private final Vertx vertx;
    private final HttpClientRequest request;
    private final CompletableFuture<Answer> answer;
    private Answer soFar = Answer.none("no answer within 5 s");
    private long timer;
    private int read;

    Exchange(Vertx vertx, HttpClientRequest request, CompletableFuture<Answer> answer) {
        this.vertx = vertx;
        this.request = request;
        this.answer = answer;
    }

    void start(Buffer body, Map<String, String> headers) {
        timer = vertx.setTimer(PATIENCE_MILLIS, _ -> cut());
        headers.forEach(request::putHeader);
        request.send(body).onComplete(answered -> {
            if (answered.succeeded()) {
                read(answered.result());
            } else {
                end(answer.isDone() ? soFar : Answer.none(HttpSender.told(answered.cause())));
            }
        });
    }

    private void read(HttpClientResponse response) {
        soFar = Answer.of(response.statusCode());
        response.exceptionHandler(_ -> end(soFar));
        response.endHandler(_ -> end(soFar));
        response.handler(part -> {
            read += part.length();
            if (read > MAX_ANSWER) {
                cut();
            }
        });
    }

    /** Enough: what is known counts. */
    private void cut() {
        end(soFar);
        request.connection().close();
    }

    private void end(Answer known) {
        vertx.cancelTimer(timer);
        answer.complete(known);
    }
}
