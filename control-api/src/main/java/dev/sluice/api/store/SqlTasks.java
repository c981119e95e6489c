package dev.sluice.api.store;

import dev.sluice.task.IngestTask;
import dev.sluice.task.TaskStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Tasks in SQL. */
final class SqlTasks implements TaskStore {
    private static final String WRITE = "INSERT INTO task (id, sdk_app_id, room_kind, room_id, user_id, state,"
            + " created_ms, ended_ms, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
            + " state = excluded.state, ended_ms = excluded.ended_ms, body = excluded.body";
    private static final String PRUNE = "DELETE FROM task WHERE id IN (SELECT id FROM task WHERE state = 'ENDED'"
            + " AND ended_ms < ? ORDER BY ended_ms LIMIT ?)";

    private final Database database;

    SqlTasks(Database database) {
        this.database = database;
    }

    /** Within the transaction of somebody else. */
    static void write(Connection connection, List<IngestTask> tasks) throws SQLException {
        Sql.updateEach(connection, WRITE, tasks.stream().map(SqlTasks::values).toList());
    }

    private static List<Object> values(IngestTask task) {
        var room = RoomColumns.of(task.room());
        return List.of(task.id(), room.sdkAppId(), room.kind(), room.id(), task.userId(), task.state().name(),
                task.createdMillis(), task.endedMillis(), TaskJson.write(task));
    }

    @Override
    public Optional<IngestTask> find(String id) {
        return tasks("WHERE id = ?", id).stream().findFirst();
    }

    @Override
    public List<IngestTask> live() {
        return tasks("WHERE state <> 'ENDED' ORDER BY created_ms, id");
    }

    @Override
    public List<IngestTask> recent(int max) {
        return tasks("ORDER BY created_ms DESC, id DESC LIMIT ?", max);
    }

    private List<IngestTask> tasks(String which, Object... values) {
        return database
                .transact(connection -> Sql.rows(connection, SqlTasks::task, "SELECT id, body FROM task " + which,
                        values));
    }

    private static IngestTask task(ResultSet row) throws SQLException {
        return TaskJson.read(row.getString(1), row.getString(2));
    }

    /**
     * Deletes up to {@code max} that ended before.
     *
     * @return how many
     */
    int prune(long endedBeforeMillis, int max) {
        return database.transact(connection -> Sql.update(connection, PRUNE, endedBeforeMillis, max));
    }
}
