package dev.sluice.server.relay;

import dev.sluice.api.admin.BearerAuth;
import dev.sluice.room.RoomRegistry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.netty4.NettyAllocatorMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.vertx.ext.web.Router;
import java.util.Optional;

/** The meters of the process and {@code /metrics}, where Prometheus reads them. */
final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        collections.bindTo(registry);
        if (ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider allocator) {
            new NettyAllocatorMetrics(allocator).bindTo(registry);
        }
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }

    /** How many rooms, anchors and viewers there are. */
    void rooms(RoomRegistry rooms) {
        Gauge.builder("sluice.rooms", rooms, all -> all.rooms().size()).description("Rooms with somebody inside")
                .register(registry);
        Gauge.builder("sluice.anchors", rooms,
                all -> all.rooms().stream().mapToInt(room -> room.anchors().size()).sum())
                .description("Anchors on air").register(registry);
        Gauge.builder("sluice.viewers", rooms,
                all -> all.rooms().stream().mapToInt(room -> room.viewers().size()).sum())
                .description("Watching connections").register(registry);
    }

    /** @param token what a reader must carry as its bearer, where one is configured */
    void mount(Router router, Optional<String> token) {
        var route = router.get("/metrics");
        token.ifPresent(secret -> route.handler(new BearerAuth(secret)));
        route.handler(
                context -> context.response().putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                        .putHeader("Cache-Control", "no-store").end(registry.scrape()));
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
