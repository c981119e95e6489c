package dev.sluice.webhook;

import dev.sluice.config.Config;
import dev.sluice.event.CallbackEvent;
import dev.sluice.event.CallbackEvents;
import dev.sluice.event.Journal;
import dev.sluice.event.JournalWriter;
import dev.sluice.event.StoredEvent;
import dev.sluice.runtime.Clock;
import dev.sluice.testkit.MemoryJournal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** From the journal to a receiver, over a real connection. */
class WebhookDeliveryTest {
    private final Vertx vertx = Vertx.vertx();
    private final MemoryJournal journal = new MemoryJournal();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final LinkedBlockingQueue<String> got = new LinkedBlockingQueue<>();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private Receivers receivers() throws Exception {
        int port = vertx.createHttpServer().requestHandler(request -> request.body().onSuccess(body -> {
            boolean signed = BodySignature.sign("123654", body.getBytes()).equals(request.getHeader("Sign"));
            got.add(request.getHeader("Sluice-Event-Id") + " " + signed + " "
                    + body.toString(StandardCharsets.UTF_8).contains("\"EventType\":103"));
            request.response().end();
        })).listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS).actualPort();
        var apps = Config.load(Optional.empty(), Map.of("SLUICE_APPS",
                "[{\"sdkAppId\":1,\"secretKey\":\"k\",\"callback\":{\"url\":\"http://127.0.0.1:" + port
                        + "/cb\",\"key\":\"123654\"}}]"))
                .apps();
        return new Receivers(() -> apps);
    }

    private static Journal.Entry entry(String id) {
        return new Journal.Entry(List.of(), List.of(), List.of(),
                List.of(new CallbackEvent(id, 1, "1/str/r", 1, 103, 5, "{}", "")));
    }

    @Test
    void deliversWhatIsCommitted() throws Exception {
        journal.commit(entry("left-over"));
        var receivers = receivers();
        var delivery = new WebhookDelivery(journal.outbox(), receivers, vertx, Clock.SYSTEM, metrics);
        var writer = new JournalWriter(journal, journal.outbox(), new CallbackEvents(() -> "x"), receivers, 100,
                Clock.SYSTEM, metrics, delivery::wake);
        delivery.start();
        writer.start();
        assertThat(got.poll(10, TimeUnit.SECONDS)).isEqualTo("left-over true true");
        writer.write(entry("e1"));
        assertThat(got.poll(10, TimeUnit.SECONDS)).isEqualTo("e1 true true");
        writer.write(entry("e2"));
        writer.close();
        delivery.close();
        assertThat(got.poll()).as("what is pending is delivered before the end").isEqualTo("e2 true true");
        assertThat(journal.outbox().list(StoredEvent.State.DELIVERED, 10)).hasSize(3);
        assertThat(journal.outbox().pending(0, 10)).isEmpty();
    }
}
