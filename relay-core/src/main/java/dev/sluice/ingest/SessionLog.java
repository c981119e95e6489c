package dev.sluice.ingest;

import dev.sluice.health.SourceHealth;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.StableCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The publishing sessions that live and the last that ended, so that "why did it stop" has an answer afterwards.
 * Bounded; safe anywhere, touched a few times per session.
 */
public final class SessionLog {
    private static final int MAX_ENDED = 1_000;

    private final Clock clock;
    private final Map<String, Live> live = new LinkedHashMap<>();
    private final Map<String, SessionRecord> ended = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SessionRecord> eldest) {
            return size() > MAX_ENDED;
        }
    };

    private record Live(SessionRecord record, SourceHealth health) {}

    public SessionLog(Clock clock) {
        this.clock = clock;
    }

    synchronized void opened(String id, PublishRequest request, SourceHealth health) {
        live.put(id,
                new Live(new SessionRecord(id, request.protocol(), request.room(), request.userId(), request.peer(),
                        clock.wallMillis(), -1, null, null, List.of()), health));
    }

    /** The first reason stands. */
    synchronized void ended(String id, StableCode code, String reason) {
        var open = live.remove(id);
        if (open != null) {
            ended.put(id, open.record().ended(clock.wallMillis(), code, reason, open.health().warnings()));
        }
    }

    public synchronized Optional<SessionRecord> find(String id) {
        var open = live.get(id);
        return Optional.ofNullable(open == null ? ended.get(id) : open.record());
    }

    /** Live sessions, then ended ones, each in order of time. */
    public synchronized List<SessionRecord> recent() {
        var all = new ArrayList<SessionRecord>();
        live.values().forEach(open -> all.add(open.record()));
        all.addAll(ended.values());
        return all;
    }
}
