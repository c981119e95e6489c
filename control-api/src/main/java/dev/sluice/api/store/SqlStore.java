package dev.sluice.api.store;

import dev.sluice.config.Config;
import dev.sluice.config.ConfigException;
import dev.sluice.event.Journal;
import dev.sluice.event.Outbox;
import dev.sluice.runtime.Clock;
import dev.sluice.task.TaskStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The durable store: opened once, closed last. Its parts block, so they are never used on an event loop; when the database
 * does not answer they throw {@link dev.sluice.event.StoreException} within seconds, and work again when it is back.
 */
public final class SqlStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqlStore.class);

    private final Database database;
    private final SqlTasks tasks;
    private final SqlOutbox outbox;
    private final SqlJournal journal;

    private SqlStore(Database database) {
        this.database = database;
        this.tasks = new SqlTasks(database);
        this.outbox = new SqlOutbox(database);
        this.journal = new SqlJournal(database);
    }

    /**
     * Blocks.
     *
     * @throws ConfigException naming the key, what was found and what was expected
     */
    public static SqlStore open(Config.Storage storage) {
        return open(storage, Patience.DEFAULT);
    }

    static SqlStore open(Config.Storage storage, Patience patience) {
        var database = SqliteDatabase.speaks(storage.url())
                ? SqliteDatabase.open(storage.url(), patience)
                : PostgresDatabase.open(storage, patience);
        try {
            Schema.migrate(database.source());
            LOG.info("tasks and events are kept in {}", storage.url());
            return new SqlStore(database);
        } catch (RuntimeException refused) {
            database.close();
            throw refused;
        }
    }

    public Journal journal() {
        return journal;
    }

    public Outbox outbox() {
        return outbox;
    }

    public TaskStore tasks() {
        return tasks;
    }

    public Retention retention(Config.Retention times, Clock clock) {
        return new Retention(tasks, outbox, times, clock);
    }

    @Override
    public void close() {
        database.close();
    }
}
