package dev.sluice.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/** What becomes of webhooks, counted. */
final class WebhookMeters {
    private final Counter delivered;
    private final Counter failed;
    private final Counter dead;
    private final AtomicLong pending = new AtomicLong();
    private final AtomicLong deadLetters = new AtomicLong();

    WebhookMeters(MeterRegistry registry) {
        delivered = counter(registry, "delivered");
        failed = counter(registry, "failed");
        dead = counter(registry, "dead");
        Gauge.builder("sluice.webhooks.pending", pending, AtomicLong::get).description("Webhooks to be delivered")
                .register(registry);
        Gauge.builder("sluice.webhooks.dead", deadLetters, AtomicLong::get)
                .description("Webhooks that were given up and are kept").register(registry);
    }

    private static Counter counter(MeterRegistry registry, String result) {
        return Counter.builder("sluice.webhooks").tag("result", result)
                .description("Webhooks, by what became of them").register(registry);
    }

    void pending(int more) {
        pending.addAndGet(more);
    }

    void delivered() {
        delivered.increment();
        pending.decrementAndGet();
    }

    /** An attempt, and there is another. */
    void failed() {
        failed.increment();
    }

    void dead() {
        dead.increment();
        pending.decrementAndGet();
    }

    void deadLetters(long kept) {
        deadLetters.set(kept);
    }
}
