package dev.sluice.e2e.rig;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * A customer's backend. Keeps every callback; one that is not signed over its raw body or lacks a header fails the test
 * that looks at any. {@link #stop} and {@link #listen} take it down and bring it back on the same port.
 */
public final class CallbackReceiver implements AutoCloseable {
    public static final String KEY = "123654";
    /** As an answer: none at all while it listens. */
    public static final int NEVER = 0;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a callback is answered with. */
    public interface Script {
        int answer(Callback callback);
    }

    private final List<Callback> callbacks = new CopyOnWriteArrayList<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private volatile Script script = _ -> 200;
    private CountDownLatch stopped = new CountDownLatch(1);
    private HttpServer server;

    public CallbackReceiver() {
        server = bind(0);
    }

    private HttpServer bind(int port) {
        try {
            var bound = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
            bound.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            bound.createContext("/cb", this::take);
            bound.start();
            return bound;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/cb";
    }

    /** As the cloud signs a body. */
    public static String sign(String body) {
        return Tokens.hmac(KEY, body.getBytes(StandardCharsets.UTF_8));
    }

    public CallbackReceiver answering(Script answers) {
        script = answers;
        return this;
    }

    /** Nobody listens from now on, and open requests break. */
    public void stop() {
        stopped.countDown();
        server.stop(0);
    }

    public void listen() {
        stopped = new CountDownLatch(1);
        server = bind(server.getAddress().getPort());
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var raw = exchange.getRequestBody().readAllBytes();
            var callback = read(exchange.getRequestHeaders(), raw);
            int status = script.answer(callback);
            callbacks.add(callback.answered(status));
            if (status == NEVER) {
                awaitStop();
                return;
            }
            var answer = "{\"code\":0}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private void awaitStop() {
        try {
            stopped.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Callback read(Headers headers, byte[] raw) throws IOException {
        long now = System.currentTimeMillis();
        check("Sign", Tokens.hmac(KEY, raw), headers.getFirst("Sign"));
        check("Content-Type", "application/json", headers.getFirst("Content-Type"));
        check("SdkAppId", Integer.toString(Tokens.APP), headers.getFirst("SdkAppId"));
        var body = JSON.readTree(raw);
        var callback = new Callback(now, text(headers, "Sluice-Event-Id"),
                Integer.parseInt("0" + text(headers, "Sluice-Attempt")), text(headers, "Sluice-Reason"), body, 0);
        check("time of sending", "true", Boolean.toString(Math.abs(now - sentMillis(callback)) < 5000));
        return callback;
    }

    /** Group 7 has another name for it than the others. */
    private static long sentMillis(Callback callback) {
        var body = callback.body();
        return body.path(body.path("EventGroupId").asInt() == 7 ? "CallbackMsTs" : "CallbackTs").asLong();
    }

    private static String text(Headers headers, String name) {
        return Optional.ofNullable(headers.getFirst(name)).orElse("");
    }

    private void check(String what, String expected, String found) {
        if (!expected.equals(found)) {
            faults.add(what + ": found " + found + ", expected " + expected);
        }
    }

    /** All of them, repeated ones too. */
    public List<Callback> attempts() {
        if (!faults.isEmpty()) {
            throw new AssertionError("bad callbacks: " + faults);
        }
        return List.copyOf(callbacks);
    }

    /** Each event once, in the order in which they were first answered 200. */
    public List<Callback> delivered() {
        var seen = new HashSet<String>();
        var first = new ArrayList<Callback>();
        attempts().stream().filter(callback -> callback.status() == 200 && seen.add(callback.eventId()))
                .forEach(first::add);
        return first;
    }

    /** Those that fit, once there are so many. */
    public List<Callback> await(int count, Duration limit, Predicate<Callback> fits) {
        return Await.present(count + " callbacks; there are " + names(), limit, () -> {
            var found = delivered().stream().filter(fits).toList();
            return found.size() < count ? Optional.empty() : Optional.of(found);
        });
    }

    /** The next of this name, as {@code 701/0}, about this task. */
    public Callback awaitTask(String name, String taskId, Duration limit) {
        return await(1, limit, callback -> callback.name().equals(name) && callback.taskId().equals(taskId)).getFirst();
    }

    private List<String> names() {
        return delivered().stream().map(Callback::name).toList();
    }

    @Override
    public void close() {
        stop();
    }
}
