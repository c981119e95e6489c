package dev.sluice.webhook;

import dev.sluice.event.Outbox;
import dev.sluice.event.StoreException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** What is to be noted in the outbox; of each event the last word. Waits while the database is away. Of one thread. */
final class Notes {
    private final Outbox outbox;
    private final Map<String, Consumer<Outbox>> waiting = new LinkedHashMap<>();

    Notes(Outbox outbox) {
        this.outbox = outbox;
    }

    void note(String id, Consumer<Outbox> what) {
        waiting.put(id, what);
    }

    boolean empty() {
        return waiting.isEmpty();
    }

    /** @throws StoreException when the database does not answer; what was not noted stays */
    void write() {
        for (var all = waiting.values().iterator(); all.hasNext();) {
            all.next().accept(outbox);
            all.remove();
        }
    }
}
