package dev.sluice.api.store;

import java.sql.Connection;
import java.sql.SQLException;

/** The end of the outbox: one row that a transaction which writes holds until its commit, also against other processes. */
final class Sequence {
    private Sequence() {}

    /**
     * Takes the next so many numbers.
     *
     * @return the first
     */
    static long take(Connection connection, int count) throws SQLException {
        return Sql.rows(connection, row -> row.getLong(1),
                "UPDATE outbox_end SET sequence = sequence + ? RETURNING sequence", count).getFirst() - count + 1;
    }
}
