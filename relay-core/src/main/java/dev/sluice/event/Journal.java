package dev.sluice.event;

import dev.sluice.task.IngestTask;
import java.util.List;

/** Writes what changed together with the events that tell of it, in one transaction. Blocks: never on an event loop. */
public interface Journal {
    /**
     * @param tasks stored, new or changed
     * @param entered into their rooms
     * @param left their rooms
     * @param events behind all that were committed before
     */
    record Entry(List<IngestTask> tasks, List<Presence> entered, List<Presence> left, List<CallbackEvent> events) {
        public Entry {
            tasks = List.copyOf(tasks);
            entered = List.copyOf(entered);
            left = List.copyOf(left);
            events = List.copyOf(events);
        }
    }

    /** All of it or nothing. @throws StoreException when the database does not answer */
    void commit(Entry entry);

    /** Who was inside at the last commit. */
    List<Presence> present();
}
