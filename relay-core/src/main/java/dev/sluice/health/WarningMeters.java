package dev.sluice.health;

import dev.sluice.runtime.StableCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** How many publishers are warned of what: a series for each code, however many publishers there are. Safe anywhere. */
public final class WarningMeters {
    /** What a source can be warned of. */
    static final List<StableCode> CODES = List.of(StableCode.GOP_TOO_LONG, StableCode.TIMESTAMP_JUMP,
            StableCode.NO_KEYFRAME, StableCode.CODEC_UNSUPPORTED);

    private final Map<StableCode, Meter> meters = new EnumMap<>(StableCode.class);

    private record Meter(AtomicInteger standing, Counter raised) {}

    public WarningMeters(MeterRegistry registry) {
        CODES.forEach(code -> meters.put(code, meter(registry, code)));
    }

    private static Meter meter(MeterRegistry registry, StableCode code) {
        var standing = new AtomicInteger();
        Gauge.builder("sluice.publishers.warned", standing, AtomicInteger::get).tag("code", code.name())
                .strongReference(true).description("Publishers for which a warning stands").register(registry);
        return new Meter(standing, Counter.builder("sluice.publisher.warnings").tag("code", code.name())
                .description("Warnings raised").register(registry));
    }

    void raised(StableCode code) {
        var meter = Objects.requireNonNull(meters.get(code));
        meter.standing().incrementAndGet();
        meter.raised().increment();
    }

    void cleared(StableCode code) {
        Objects.requireNonNull(meters.get(code)).standing().decrementAndGet();
    }
}
