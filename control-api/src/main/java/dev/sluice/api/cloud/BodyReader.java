package dev.sluice.api.cloud;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * Reads a request's body up to a limit. What comes beyond is thrown away as it comes, so that the peer, which reads only once
 * it has written, gets its answer; a peer that goes on for ever is cut off. On the HTTP server's event loop, from the
 * request's first turn on.
 */
final class BodyReader {
    private final HttpServerRequest request;
    private final long limit;
    private final Promise<byte[]> whole = Promise.promise();
    private Buffer body = Buffer.buffer();
    private long received;
    private boolean discarding;

    BodyReader(HttpServerRequest request, long limit) {
        this.request = request;
        this.limit = limit;
        request.exceptionHandler(whole::tryFail).handler(this::receive)
                .endHandler(_ -> whole.tryComplete(body.getBytes()));
    }

    /** Fails as soon as the limit is passed. */
    Future<byte[]> whole() {
        return whole.future();
    }

    /** Nobody wants it any more. */
    void discard() {
        discarding = true;
        body = Buffer.buffer();
    }

    private void receive(Buffer chunk) {
        if (received > 2 * limit) {
            request.connection().close();
        }
        received += chunk.length();
        if (received > limit) {
            discard();
            whole.tryFail("over " + limit + " bytes");
        } else if (!discarding) {
            body.appendBuffer(chunk);
        }
    }
}
