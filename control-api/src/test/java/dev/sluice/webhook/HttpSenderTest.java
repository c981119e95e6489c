package dev.sluice.webhook;

import dev.sluice.config.Config;
import dev.sluice.testkit.TestCertificates;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class HttpSenderTest {
    private static final Letter LETTER = new Letter(Map.of("Content-Type", "application/json", "Sluice-Attempt", "1"),
            "{\"a\":1}");

    private final Vertx vertx = Vertx.vertx();
    private final HttpSender sender = new HttpSender(vertx);
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    Path folder;

    @AfterEach
    void close() throws Exception {
        sender.close();
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private String serve(Handler<HttpServerRequest> receiver) throws Exception {
        return "http://127.0.0.1:" + listen(new HttpServerOptions(), receiver).actualPort();
    }

    private HttpServer listen(HttpServerOptions options, Handler<HttpServerRequest> receiver) throws Exception {
        return await(vertx.createHttpServer(options).requestHandler(request -> {
            asked.add(request.uri());
            receiver.handle(request);
        }).listen(0, "127.0.0.1"));
    }

    private Answer send(String url) throws Exception {
        return send(url, Optional.empty());
    }

    private Answer send(String url, Optional<Path> ca) throws Exception {
        return sender.send(new Receiver(URI.create(url), Optional.empty(), ca), LETTER).toCompletableFuture().get(15,
                TimeUnit.SECONDS);
    }

    @Test
    void postsTheLetterAsItIs() throws Exception {
        var got = new CompletableFuture<Buffer>();
        var url = serve(request -> {
            assertThat(request.method().name()).isEqualTo("POST");
            assertThat(request.getHeader("Content-Type")).isEqualTo("application/json");
            assertThat(request.getHeader("Sluice-Attempt")).isEqualTo("1");
            request.body().onSuccess(body -> {
                got.complete(body);
                request.response().end("{\"code\":0}");
            });
        });
        assertThat(send(url + "/cb?x=%20y").delivered()).isTrue();
        assertThat(got.get(5, TimeUnit.SECONDS).toString()).isEqualTo(LETTER.body());
        assertThat(send(url).delivered()).isTrue();
        assertThat(asked).containsExactly("/cb?x=%20y", "/");
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 301, 302, 404, 500})
    void anythingBut200IsAFailureAndIsNotFollowed(int status) throws Exception {
        var url = serve(request -> request.response().setStatusCode(status).putHeader("Location", "/elsewhere").end());
        var answer = send(url + "/cb");
        assertThat(answer.delivered()).isFalse();
        assertThat(answer.why()).isEqualTo("status " + status);
        assertThat(asked).containsExactly("/cb");
    }

    @Test
    void aDeadReceiverIsAFailure() throws Exception {
        var server = listen(new HttpServerOptions(), _ -> {});
        int port = server.actualPort();
        await(server.close());
        assertThat(send("http://127.0.0.1:" + port).why()).contains("refused");
    }

    @Test
    void aConnectionThatIsCutIsAFailure() throws Exception {
        assertThat(send(serve(request -> request.connection().close())).delivered()).isFalse();
    }

    /** No clock of ours reaches into Vert.x: both wait for as long as it really takes, at the same time. */
    @Test
    void whoDoesNotAnswerIsNotWaitedForAndWhoDoesNotEndHasAnswered() throws Exception {
        var silent = sender.send(new Receiver(URI.create(serve(_ -> {})), Optional.empty(), Optional.empty()), LETTER);
        var endless = send(serve(request -> request.response().setChunked(true).write("{")));
        assertThat(endless.delivered()).isTrue();
        assertThat(silent.toCompletableFuture().get(10, TimeUnit.SECONDS).why()).isEqualTo("no answer within 5 s");
    }

    @Test
    void aLongAnswerIsNotRead() throws Exception {
        var closed = new CompletableFuture<Void>();
        var url = serve(request -> {
            request.connection().closeHandler(closed::complete);
            flood(request);
        });
        assertThat(send(url).delivered()).isTrue();
        closed.get(5, TimeUnit.SECONDS);
    }

    private static void flood(HttpServerRequest request) {
        var response = request.response().setChunked(true);
        response.write(Buffer.buffer(new byte[65_536])).onSuccess(_ -> response.write(Buffer.buffer(new byte[65_536])));
    }

    @Test
    void believesNoCertificateThatNobodyKnowsUnlessItIsConfigured() throws Exception {
        Config.Tls tls = TestCertificates.put(folder, "ec");
        var options = new HttpServerOptions().setSsl(true).setKeyCertOptions(
                new PemKeyCertOptions().setCertPath(tls.cert().toString()).setKeyPath(tls.key().toString()));
        int port = listen(options, request -> request.response().end()).actualPort();
        assertThat(send("https://localhost:" + port).delivered()).isFalse();
        assertThat(asked).isEmpty();
        assertThat(send("https://localhost:" + port, Optional.of(tls.cert()))).isEqualTo(Answer.of(200));
        assertThat(send("https://127.0.0.2:" + port, Optional.of(tls.cert())).delivered())
                .as("the certificate is of another host").isFalse();
        assertThat(send("https://localhost:" + port, Optional.of(folder.resolve("none"))).delivered()).isFalse();
    }
}
