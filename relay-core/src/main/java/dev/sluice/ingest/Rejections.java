package dev.sluice.ingest;

import dev.sluice.runtime.Clock;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Remembers whose stream was rejected for its B-frames, because OBS reads a refusal only before
 * {@code NetStream.Publish.Start} and then reconnects by itself: the publish that follows a rejection within ten seconds
 * is refused once, and who was rejected three times within a minute is refused for a minute. Bounded; safe anywhere,
 * used once per connection.
 */
final class Rejections {
    private static final int MAX_IDENTITIES = 10_000;
    private static final int MAX_TIMES = 3;
    private static final long ONCE = TimeUnit.SECONDS.toNanos(10);
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final Clock clock;
    private final Map<Identity, History> histories = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Identity, History> eldest) {
            return size() > MAX_IDENTITIES;
        }
    };

    private static final class History {
        final ArrayDeque<Long> times = new ArrayDeque<>();
        final ProtocolException reason;
        boolean refuseOnce = true;

        History(ProtocolException reason) {
            this.reason = reason;
        }
    }

    Rejections(Clock clock) {
        this.clock = clock;
    }

    synchronized void remember(Identity identity, ProtocolException reason) {
        if (reason.code() != StableCode.B_FRAMES) {
            return;
        }
        var history = histories.computeIfAbsent(identity, _ -> new History(reason));
        history.refuseOnce = true;
        history.times.addLast(clock.nanos());
        if (history.times.size() > MAX_TIMES) {
            history.times.removeFirst();
        }
    }

    /** The reason to refuse this publish, or null. */
    synchronized @Nullable ProtocolException check(Identity identity) {
        var history = histories.get(identity);
        if (history == null) {
            return null;
        }
        long sinceLast = clock.nanos() - history.times.getLast();
        if (sinceLast > MINUTE) {
            histories.remove(identity);
            return null;
        }
        boolean banned = history.times.size() == MAX_TIMES
                && history.times.getLast() - history.times.getFirst() <= MINUTE;
        boolean once = history.refuseOnce && sinceLast <= ONCE;
        history.refuseOnce = false;
        return banned || once ? history.reason : null;
    }
}
