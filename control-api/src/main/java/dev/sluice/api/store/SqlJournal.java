package dev.sluice.api.store;

import dev.sluice.event.Journal;
import dev.sluice.event.Presence;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * The journal in SQL. An entry whose commit failed may be committed again, also when the failure came after the database had
 * done it: events that are there already stay as they are.
 */
final class SqlJournal implements Journal {
    private static final String ENTER = "INSERT INTO presence (sdk_app_id, room_kind, room_id, user_id, anchor)"
            + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
    private static final String LEAVE = "DELETE FROM presence WHERE sdk_app_id = ? AND room_kind = ? AND room_id = ?"
            + " AND user_id = ? AND anchor = ?";

    private final Database database;

    SqlJournal(Database database) {
        this.database = database;
    }

    @Override
    public void commit(Entry entry) {
        database.transact(connection -> write(connection, entry));
    }

    /** The sequence first: writers take their turn there and cannot wait for each other in a circle. */
    private static int write(Connection connection, Entry entry) throws SQLException {
        long first = Sequence.take(connection, entry.events().size());
        SqlTasks.write(connection, entry.tasks());
        Sql.updateEach(connection, ENTER, entry.entered().stream().map(SqlJournal::values).toList());
        Sql.updateEach(connection, LEAVE, entry.left().stream().map(SqlJournal::values).toList());
        SqlOutbox.write(connection, first, entry.events());
        return entry.events().size();
    }

    @Override
    public List<Presence> present() {
        return database.transact(connection -> Sql.rows(connection, SqlJournal::presence,
                "SELECT sdk_app_id, room_kind, room_id, user_id, anchor FROM presence"
                        + " ORDER BY sdk_app_id, room_kind, room_id, user_id, anchor"));
    }

    private static List<Object> values(Presence presence) {
        var room = RoomColumns.of(presence.room());
        return List.of(room.sdkAppId(), room.kind(), room.id(), presence.userId(), presence.anchor() ? 1 : 0);
    }

    private static Presence presence(ResultSet row) throws SQLException {
        return new Presence(new RoomColumns(row.getLong(1), row.getString(2), row.getString(3)).room(),
                row.getString(4), row.getInt(5) == 1);
    }
}
