package dev.sluice.testkit;

import dev.sluice.event.CallbackEvent;
import dev.sluice.event.Journal;
import dev.sluice.event.Presence;
import dev.sluice.event.StoreException;
import dev.sluice.task.IngestTask;
import dev.sluice.task.TaskStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The store of tasks, presence and events in memory; it can be away. Safe anywhere. */
public final class MemoryJournal implements Journal {
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, IngestTask> tasks = new LinkedHashMap<>();
    private final Set<Presence> present = new LinkedHashSet<>();
    private final MemoryOutbox outbox = new MemoryOutbox(this::check);
    private boolean away;

    /** Whether the database does not answer. */
    public synchronized void away(boolean gone) {
        away = gone;
    }

    private synchronized void check() {
        if (away) {
            throw new StoreException("the database is away", new IllegalStateException("connection refused"));
        }
    }

    @Override
    public synchronized void commit(Entry entry) {
        check();
        entries.add(entry);
        entry.tasks().forEach(task -> tasks.put(task.id(), task));
        present.addAll(entry.entered());
        entry.left().forEach(present::remove);
        outbox.add(entry.events());
    }

    @Override
    public synchronized List<Presence> present() {
        check();
        return List.copyOf(present);
    }

    public MemoryOutbox outbox() {
        return outbox;
    }

    /** What was committed, in order. */
    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** Events that were committed, in order. */
    public synchronized List<CallbackEvent> events() {
        return entries.stream().flatMap(entry -> entry.events().stream()).toList();
    }

    public TaskStore tasks() {
        return new TaskStore() {
            @Override
            public Optional<IngestTask> find(String id) {
                return Optional.ofNullable(snapshot().get(id));
            }

            @Override
            public List<IngestTask> live() {
                return snapshot().values().stream().filter(task -> !task.ended()).toList();
            }

            @Override
            public List<IngestTask> recent(int max) {
                return List.copyOf(snapshot().values()).reversed().stream().limit(max).toList();
            }
        };
    }

    private synchronized Map<String, IngestTask> snapshot() {
        check();
        return new LinkedHashMap<>(tasks);
    }
}
