package dev.sluice.webhook;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Posts letters over HTTP/1.1. Follows no redirect and believes no certificate that is not verified. Safe anywhere. */
final class HttpSender implements Sender, AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;
    /** Shorter than that of common servers, so that none closes a connection that is just being used. */
    private static final int KEEP_ALIVE_SECONDS = 3;

    private final Vertx vertx;
    private final Map<Optional<Path>, HttpClient> clients = new HashMap<>();

    HttpSender(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public CompletionStage<Answer> send(Receiver receiver, Letter letter) {
        var answer = new CompletableFuture<Answer>();
        try {
            client(receiver.ca()).request(options(receiver)).onComplete(connected -> {
                if (connected.succeeded()) {
                    new Exchange(vertx, connected.result(), answer).start(Buffer.buffer(letter.body()),
                            letter.headers());
                } else {
                    answer.complete(Answer.none(told(connected.cause())));
                }
            });
        } catch (IOException | GeneralSecurityException | RuntimeException failed) {
            answer.complete(Answer.none(told(failed)));
        }
        return answer;
    }

    private static RequestOptions options(Receiver receiver) {
        var url = receiver.url();
        var query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        return new RequestOptions().setMethod(HttpMethod.POST)
                .setAbsoluteURI(receiver.server() + (url.getRawPath().isEmpty() ? "/" : url.getRawPath()) + query)
                .setConnectTimeout(CONNECT_MILLIS);
    }

    private synchronized HttpClient client(Optional<Path> ca) throws IOException, GeneralSecurityException {
        var present = clients.get(ca);
        if (present == null) {
            present = open(ca);
            clients.put(ca, present);
        }
        return present;
    }

    private HttpClient open(Optional<Path> ca) throws IOException, GeneralSecurityException {
        var options = new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS).setSslHandshakeTimeout(CONNECT_MILLIS)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS).setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setUseAlpn(false).setVerifyHost(true);
        if (ca.isPresent()) {
            options.setTrustOptions(TrustOptions.wrap(ExtraTrust.of(ca.get())));
        }
        return vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(Server.MAX_CONNECTIONS));
    }

    /** In a few words, for the record. */
    static String told(Throwable failure) {
        var message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message.lines().findFirst().orElse("");
    }

    @Override
    public synchronized void close() {
        clients.values().forEach(HttpClient::close);
        clients.clear();
    }
}
