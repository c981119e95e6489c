package dev.sluice.event;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many events of each application wait, in memory or stored, and whether there is room for more: of an application whose
 * receiver is gone for long the newest are dropped. Safe anywhere.
 */
final class Backlog {
    private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);
    private static final long RECOUNT = TimeUnit.SECONDS.toNanos(1);

    /** Of one application; guarded by itself. */
    private static final class Waiting {
        int queued;
        long stored;
        /** Dropped since there was room last. */
        long dropped;
        boolean counted;
        long countedNanos;
    }

    private final Map<Long, Waiting> apps = new ConcurrentHashMap<>();
    private final int max;
    private final Counter drops;

    Backlog(int max, MeterRegistry metrics) {
        this.max = max;
        this.drops = Counter.builder("sluice.webhooks").tag("result", "dropped")
                .description("Webhooks, by what became of them").register(metrics);
    }

    private Waiting of(long sdkAppId) {
        return apps.computeIfAbsent(sdkAppId, _ -> new Waiting());
    }

    /** Whether so many more events of the application may wait; if not they are counted as dropped. */
    boolean admit(long sdkAppId, int events) {
        var app = of(sdkAppId);
        synchronized (app) {
            if (app.queued + app.stored + events > max) {
                drop(sdkAppId, app, events);
                return false;
            }
            app.queued += events;
            resumed(sdkAppId, app);
            return true;
        }
    }

    private void drop(long sdkAppId, Waiting app, int events) {
        if (app.dropped == 0) {
            LOG.warn(
                    "pendingEventsPerApp: {} webhooks of application {} wait; new ones are dropped until there is room",
                    app.queued + app.stored, sdkAppId);
        }
        app.dropped += events;
        drops.increment(events);
    }

    private static void resumed(long sdkAppId, Waiting app) {
        if (app.dropped > 0) {
            LOG.info("webhooks of application {} are taken again; {} were dropped", sdkAppId, app.dropped);
            app.dropped = 0;
        }
    }

    /** Events that were queued are stored, or given up. */
    void settled(long sdkAppId, int events, boolean stored) {
        var app = of(sdkAppId);
        synchronized (app) {
            app.queued -= events;
            app.stored += stored ? events : 0;
        }
    }

    /** Counts anew where what is remembered is old and matters. @throws StoreException when the database does not answer */
    void recount(Outbox outbox, long nowNanos) {
        apps.forEach((sdkAppId, app) -> {
            if (due(app, nowNanos)) {
                long pending = outbox.pendingOf(sdkAppId);
                synchronized (app) {
                    app.stored = pending;
                    app.counted = true;
                    app.countedNanos = nowNanos;
                }
            }
        });
    }

    private boolean due(Waiting app, long nowNanos) {
        synchronized (app) {
            boolean matters = app.queued + app.stored > max / 2;
            return !app.counted || (matters && (nowNanos - app.countedNanos >= RECOUNT));
        }
    }
}
