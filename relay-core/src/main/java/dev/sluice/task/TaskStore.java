package dev.sluice.task;

import java.util.List;
import java.util.Optional;

/** Reads stored tasks; they are written by {@link dev.sluice.event.Journal}. Blocks: never on an event loop. */
public interface TaskStore {
    /** @throws dev.sluice.event.StoreException when the database does not answer */
    Optional<IngestTask> find(String id);

    /** Those that have not ended, the oldest first. */
    List<IngestTask> live();

    /** The newest first, ended ones too. */
    List<IngestTask> recent(int max);
}
