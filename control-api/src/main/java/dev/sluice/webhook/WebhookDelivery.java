package dev.sluice.webhook;

import dev.sluice.event.Outbox;
import dev.sluice.event.StoreException;
import dev.sluice.event.StoredEvent;
import dev.sluice.runtime.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers webhooks on a thread of its own, which reads and writes the outbox; requests run on Vert.x loops. {@link #wake} may be
 * called anywhere.
 */
public final class WebhookDelivery implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookDelivery.class);
    /** The outbox is read so often even when nobody says that there is something new, and after the database was away. */
    private static final long READ_PERIOD = TimeUnit.SECONDS.toNanos(2);
    private static final long COUNT_PERIOD = TimeUnit.SECONDS.toNanos(30);
    private static final long MAX_WAIT = TimeUnit.SECONDS.toNanos(1);
    /** How long what is pending is tried at the end. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Outbox outbox;
    private final Clock clock;
    private final WebhookMeters meters;
    private final HttpSender sender;
    private final Dispatcher dispatcher;
    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final AtomicBoolean news = new AtomicBoolean(true);
    private boolean away;
    private long readNanos;
    private long countedNanos;
    private volatile boolean closing;
    private @Nullable Thread thread;

    public WebhookDelivery(Outbox outbox, Receivers receivers, Vertx vertx, Clock clock, MeterRegistry metrics) {
        this.outbox = outbox;
        this.clock = clock;
        this.meters = new WebhookMeters(metrics);
        this.sender = new HttpSender(vertx);
        this.dispatcher = new Dispatcher(outbox, receivers, sender, clock, meters, tasks::add);
        this.readNanos = clock.nanos();
        this.countedNanos = readNanos - COUNT_PERIOD;
    }

    /** Begins to deliver, what a process before this one left first. Once. */
    public void start() {
        thread = Thread.ofPlatform().daemon().name("webhooks").start(this::run);
    }

    /** There is something new in the outbox. */
    public void wake() {
        if (!news.getAndSet(true)) {
            tasks.add(() -> {});
        }
    }

    private void run() {
        try {
            while (!closing) {
                turn();
            }
            long deadline = clock.nanos() + PATIENCE.toNanos();
            do {
                turn();
            } while (clock.nanos() < deadline && !(dispatcher.quiet() && dispatcher.dueNanos() > deadline));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void turn() throws InterruptedException {
        try {
            access();
            dispatcher.dispatch();
        } catch (RuntimeException broken) {
            LOG.error("delivering webhooks", broken);
        }
        long wait = Math.clamp(dispatcher.dueNanos() - clock.nanos(), 0, MAX_WAIT);
        var task = tasks.poll(wait, TimeUnit.NANOSECONDS);
        while (task != null) {
            task.run();
            task = tasks.poll();
        }
    }

    /** Reads and writes the outbox. */
    private void access() {
        long now = clock.nanos();
        boolean due = now - readNanos >= READ_PERIOD;
        if (away && !due) {
            return;
        }
        try {
            dispatcher.write();
            if (due || news.get()) {
                news.set(false);
                dispatcher.read();
                readNanos = now;
            }
            count(now);
            away = false;
        } catch (StoreException failed) {
            readNanos = now;
            if (!away) {
                away = true;
                LOG.error("the outbox does not answer: {}", failed.getMessage());
            }
        }
    }

    private void count(long nowNanos) {
        if (nowNanos - countedNanos >= COUNT_PERIOD) {
            countedNanos = nowNanos;
            meters.deadLetters(outbox.count(StoredEvent.State.DEAD));
        }
    }

    /** Tries what is pending for a bounded time; what is not delivered stays stored. */
    @Override
    public void close() {
        closing = true;
        var delivering = thread;
        if (delivering != null) {
            tasks.add(() -> {});
            try {
                if (!delivering.join(PATIENCE.plusSeconds(1))) {
                    delivering.interrupt();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        sender.close();
    }
}
