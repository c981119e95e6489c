package dev.sluice.rtmp;

import dev.sluice.runtime.StableCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** sluice_rtmp_connections and sluice_rtmp_refused_total{code}. Safe anywhere. */
final class RtmpMetrics {
    private final Map<StableCode, Counter> refused = new EnumMap<>(StableCode.class);

    RtmpMetrics(MeterRegistry registry, ConnectionGate gate) {
        Gauge.builder("sluice.rtmp.connections", gate, ConnectionGate::connections)
                .description("Open RTMP connections").register(registry);
        for (var code : StableCode.values()) {
            refused.put(code, Counter.builder("sluice.rtmp.refused").tag("code", code.name())
                    .description(
                            "RTMP connections and publishes that were refused, cut off, or left before they published")
                    .register(registry));
        }
    }

    void refused(StableCode code) {
        var counter = refused.get(code);
        if (counter != null) {
            counter.increment();
        }
    }
}
