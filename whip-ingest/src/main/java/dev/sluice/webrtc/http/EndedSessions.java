package dev.sluice.webrtc.http;

import dev.sluice.runtime.Clock;
import dev.sluice.runtime.ProtocolException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Why sessions ended, for a minute, so that a client which asks at its URL is told. Bounded; safe on any thread. */
final class EndedSessions {
    private static final int MAX_KEPT = 10_000;
    private static final long KEPT = TimeUnit.MINUTES.toNanos(1);

    private final Clock clock;
    private final Map<String, Ended> byKey = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Ended> eldest) {
            return size() > MAX_KEPT || old(eldest.getValue());
        }
    };

    private record Ended(ProtocolException reason, long nanos) {}

    EndedSessions(Clock clock) {
        this.clock = clock;
    }

    private boolean old(Ended ended) {
        return clock.nanos() - ended.nanos() > KEPT;
    }

    synchronized void add(String key, ProtocolException reason) {
        byKey.put(key, new Ended(reason, clock.nanos()));
    }

    synchronized Optional<ProtocolException> find(String key) {
        return Optional.ofNullable(byKey.get(key)).filter(ended -> !old(ended)).map(Ended::reason);
    }
}
