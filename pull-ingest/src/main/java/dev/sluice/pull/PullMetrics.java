package dev.sluice.pull;

import dev.sluice.task.TaskState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.regex.Pattern;

/** sluice_tasks{state} and sluice_pull_failures_total{code}. Safe anywhere. */
final class PullMetrics {
    /** Statuses would be labels without number. */
    private static final Pattern STATUS = Pattern.compile("_[0-9]+$");

    private final MeterRegistry registry;

    PullMetrics(MeterRegistry registry, LiveTasks live) {
        this.registry = registry;
        for (var state : TaskState.values()) {
            if (state != TaskState.ENDED) {
                Gauge.builder("sluice.tasks", live, tasks -> tasks.count(state)).tag("state", state.name())
                        .description("Live ingest tasks").register(registry);
            }
        }
    }

    void failed(String code) {
        Counter.builder("sluice.pull.failures").tag("code", STATUS.matcher(code).replaceFirst(""))
                .description("Sources that could not be opened, broke or stalled").register(registry).increment();
    }
}
