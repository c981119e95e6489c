package dev.sluice.api.store;

import dev.sluice.event.CallbackEvent;
import dev.sluice.event.Outbox;
import dev.sluice.event.StoredEvent;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The outbox in SQL. What became of an attempt is noted of events that are pending alone. */
final class SqlOutbox implements Outbox {
    private static final int MAX_WHY = 500;
    private static final int MAX_COUNT = 1000;
    private static final String COLUMNS = "sequence, id, sdk_app_id, queue, event_group, event_type, at_ms, info, reason,"
            + " state, attempts, first_attempt_ms, last_failure, settled_ms";
    private static final String WRITE = "INSERT INTO outbox (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?,"
            + " 'PENDING', 0, 0, '', 0) ON CONFLICT (id) DO NOTHING";
    private static final String FAILED = "UPDATE outbox SET attempts = ?, first_attempt_ms = ?, last_failure = ?"
            + " WHERE id = ? AND state = 'PENDING'";
    private static final String SETTLED = "UPDATE outbox SET state = ?, attempts = ?, settled_ms = ?, last_failure = ?"
            + " WHERE id = ? AND state = 'PENDING'";
    private static final String REDELIVER = "UPDATE outbox SET state = 'PENDING', sequence = ?, attempts = 0,"
            + " first_attempt_ms = 0, last_failure = '', settled_ms = 0 WHERE id = ? AND state <> 'PENDING'";
    private static final String PRUNE = "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE state = ?"
            + " AND settled_ms > 0 AND settled_ms < ? ORDER BY settled_ms LIMIT ?)";

    private final Database database;

    SqlOutbox(Database database) {
        this.database = database;
    }

    /**
     * Within the transaction of somebody else.
     *
     * @param first sequence, of those that were taken
     */
    static void write(Connection connection, long first, List<CallbackEvent> events) throws SQLException {
        var rows = new ArrayList<List<Object>>();
        for (var event : events) {
            rows.add(List.of(first + rows.size(), event.id(), event.sdkAppId(), event.queue(), event.group(),
                    event.type(), event.atMillis(), event.info(), event.reason()));
        }
        Sql.updateEach(connection, WRITE, rows);
    }

    @Override
    public List<StoredEvent> pending(long behindSequence, int max) {
        return events("WHERE state = 'PENDING' AND sequence > ? ORDER BY sequence LIMIT ?", behindSequence, max);
    }

    @Override
    public long pendingOf(long sdkAppId) {
        return count("SELECT count(*) FROM outbox WHERE state = 'PENDING' AND sdk_app_id = ?", sdkAppId);
    }

    @Override
    public void failed(String id, int attempts, long firstAttemptMillis, String why) {
        update(FAILED, attempts, firstAttemptMillis, storable(why), id);
    }

    @Override
    public void delivered(String id, int attempts, long atMillis) {
        update(SETTLED, StoredEvent.State.DELIVERED.name(), attempts, atMillis, "", id);
    }

    @Override
    public void dead(String id, int attempts, long atMillis, String why) {
        update(SETTLED, StoredEvent.State.DEAD.name(), attempts, atMillis, storable(why), id);
    }

    @Override
    public boolean redeliver(String id) {
        return database.transact(
                connection -> Sql.update(connection, REDELIVER, Sequence.take(connection, 1), id)) > 0;
    }

    @Override
    public Optional<StoredEvent> find(String id) {
        return events("WHERE id = ?", id).stream().findFirst();
    }

    @Override
    public List<StoredEvent> list(StoredEvent.State state, int max) {
        return events("WHERE state = ? ORDER BY sequence DESC LIMIT ?", state.name(), max);
    }

    @Override
    public long count(StoredEvent.State state) {
        return count("SELECT count(*) FROM (SELECT 1 FROM outbox WHERE state = ? LIMIT ?) AS counted", state.name(),
                MAX_COUNT);
    }

    @Override
    public int prune(StoredEvent.State state, long settledBeforeMillis, int max) {
        return update(PRUNE, state.name(), settledBeforeMillis, max);
    }

    private long count(String sql, Object... values) {
        return database.transact(connection -> Sql.rows(connection, row -> row.getLong(1), sql, values)).getFirst();
    }

    private int update(String sql, Object... values) {
        return database.transact(connection -> Sql.update(connection, sql, values));
    }

    private List<StoredEvent> events(String which, Object... values) {
        return database.transact(connection -> Sql.rows(connection, SqlOutbox::event,
                "SELECT " + COLUMNS + " FROM outbox " + which, values));
    }

    private static StoredEvent event(ResultSet row) throws SQLException {
        var event = new CallbackEvent(row.getString(2), row.getLong(3), row.getString(4), row.getInt(5), row.getInt(6),
                row.getLong(7), row.getString(8), row.getString(9));
        return new StoredEvent(row.getLong(1), event, StoredEvent.State.valueOf(row.getString(10)), row.getInt(11),
                row.getLong(12), row.getString(13), row.getLong(14));
    }

    /** PostgreSQL has no NUL in text, and a receiver's words may be long. */
    private static String storable(String why) {
        var text = why.replace('\0', ' ');
        return text.length() > MAX_WHY ? text.substring(0, MAX_WHY) : text;
    }
}
