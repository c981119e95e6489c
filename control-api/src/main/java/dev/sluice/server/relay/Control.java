package dev.sluice.server.relay;

import dev.sluice.api.admin.Services;
import dev.sluice.api.cloud.CloudApi;
import dev.sluice.api.cloud.CloudSettings;
import dev.sluice.api.cloud.action.Actions;
import dev.sluice.api.cloud.action.Application;
import dev.sluice.api.cloud.action.Applications;
import dev.sluice.api.cloud.policy.ApiKeys;
import dev.sluice.api.store.SqlStore;
import dev.sluice.config.Config;
import dev.sluice.event.CallbackEvents;
import dev.sluice.event.EventIds;
import dev.sluice.event.JournalWriter;
import dev.sluice.event.RoomChronicle;
import dev.sluice.event.StoreException;
import dev.sluice.pull.PullPorts;
import dev.sluice.pull.PullTasks;
import dev.sluice.pull.guard.AddressRules;
import dev.sluice.pull.guard.Guard;
import dev.sluice.pull.guard.Resolver;
import dev.sluice.pull.source.LiveSources;
import dev.sluice.pull.source.SourceLimits;
import dev.sluice.runtime.Clock;
import dev.sluice.webhook.Receivers;
import dev.sluice.webhook.WebhookDelivery;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The half of the relay that applications' backends speak with: the store, what is written to it, tasks, webhooks and the cloud
 * API. What rooms tell is written down first and heard by tasks then, so the order of construction is that of events.
 */
final class Control implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Control.class);
    private static final Duration DRAIN = Duration.ofSeconds(3);
    private static final long SWEEP_MINUTES = 10;

    private final Config config;
    private final Media media;
    private final Clock clock;
    private final SqlStore store;
    private final WebhookDelivery delivery;
    private final JournalWriter journal;
    private final Guard guard;
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService sweeper = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("retention").daemon().factory());
    private final PullTasks tasks;

    /**
     * Blocks until the store is open.
     *
     * @throws dev.sluice.config.ConfigException when it can't be
     */
    Control(Config config, Media media, Vertx vertx, Clock clock, MeterRegistry metrics) {
        this.config = config;
        this.media = media;
        this.clock = clock;
        this.store = SqlStore.open(config.storage());
        var receivers = new Receivers(config::apps);
        this.delivery = new WebhookDelivery(store.outbox(), receivers, vertx, clock, metrics);
        var events = new CallbackEvents(new EventIds(new SecureRandom()));
        this.journal = new JournalWriter(store.journal(), store.outbox(), events, receivers,
                config.limits().pendingEventsPerApp(), clock, metrics, delivery::wake);
        media.rooms().observe(new RoomChronicle(events, clock, journal));
        var pull = config.pull();
        this.guard = new Guard(new AddressRules(pull.allowPrivateAddresses(), pull.allowAddresses()), Resolver.SYSTEM);
        var sources = LiveSources.of(media.loops(), clock, guard, SourceLimits.of(config.limits()));
        this.tasks = new PullTasks(new PullPorts(sources, media.admission(), media.rooms(), store.journal(),
                journal::write, store.tasks(), events), media.loops()::next, blocking, clock, metrics,
                pull.maxConcurrent());
    }

    Services services() {
        return new Services(new ConfiguredTokens(config, clock), tasks, store.outbox());
    }

    /** Before the console, which has what is left of the root. */
    void mount(Router router) {
        var apps = new Applications(config.apps().stream().map(app -> new Application(app.sdkAppId(),
                media.app(app.sdkAppId()).tokens(), Set.copyOf(app.ignoreUnsupported()))).toList());
        var settings = new CloudSettings(ApiKeys.of(config.apiKeys()), config.http().hostAliases(),
                config.limits().httpBodyBytes(), config.limits().apiRequestsPerSecond());
        new CloudApi(settings, new Actions(apps, media.rooms(), tasks, media::checkTicket), clock).mount(router);
    }

    /** Begins to write and to deliver, and takes up the tasks of the process before. */
    void start() {
        journal.start();
        delivery.start();
        tasks.resume().whenComplete((resumed, failure) -> {
            if (failure != null) {
                LOG.error("stored tasks cannot be taken up: {}", failure.getMessage());
            } else if (resumed > 0) {
                LOG.info("{} tasks are taken up again", resumed);
            }
        });
        sweeper.scheduleWithFixedDelay(this::sweep, 1, SWEEP_MINUTES, TimeUnit.MINUTES);
    }

    private void sweep() {
        try {
            store.retention(config.retention(), clock).sweep();
        } catch (StoreException away) {
            LOG.warn("what is over was not deleted: {}", away.getMessage());
        }
    }

    /** Before the rooms are dismissed: tasks stay stored, and go on after the next start. */
    void drain() {
        try {
            tasks.drain().toCompletableFuture().orTimeout(DRAIN.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (RuntimeException late) {
            LOG.warn("tasks did not come to rest in time: {}", late.toString());
        }
    }

    /** Behind the rooms: what they told at last is written and delivered. */
    @Override
    public void close() {
        sweeper.shutdownNow();
        journal.close();
        delivery.close();
        blocking.shutdownNow();
        guard.close();
        store.close();
    }
}
