package dev.sluice.ingest;

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
    private final Map<String, SessionRecord> live = new LinkedHashMap<>();
    private final Map<String, SessionRecord> ended = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SessionRecord> eldest) {
            return size() > MAX_ENDED;
        }
    };

    public SessionLog(Clock clock) {
        this.clock = clock;
    }

    synchronized void opened(String id, PublishRequest request) {
        live.put(id, new SessionRecord(id, request.protocol(), request.room(), request.userId(), request.peer(),
                clock.wallMillis(), -1, null, null));
    }

    /** The first reason stands. */
    synchronized void ended(String id, StableCode code, String reason) {
        var open = live.remove(id);
        if (open != null) {
            ended.put(id, open.ended(clock.wallMillis(), code, reason));
        }
    }

    public synchronized Optional<SessionRecord> find(String id) {
        return Optional.ofNullable(live.getOrDefault(id, ended.get(id)));
    }

    /** Live sessions, then ended ones, each in order of time. */
    public synchronized List<SessionRecord> recent() {
        var all = new ArrayList<>(live.values());
        all.addAll(ended.values());
        return all;
    }
}
