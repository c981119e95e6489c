package dev.sluice.api.store;

import dev.sluice.event.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Where transactions run. Safe for any thread that may block; a call that can't be served ends after a bounded time. */
interface Database extends AutoCloseable {
    /** What is done within one transaction. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /**
     * All of the work or nothing of it.
     *
     * @throws StoreException when the database did not do it
     */
    <T> T transact(Work<T> work);

    /** Connections for {@link Schema}. */
    DataSource source();

    @Override
    void close();

    /** Commits what the work did on a connection that does not commit by itself, or takes it back. */
    static <T> T commit(Connection connection, Work<T> work) throws SQLException {
        try {
            var result = work.on(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException failed) {
            rollBack(connection, failed);
            throw failed;
        }
    }

    private static void rollBack(Connection connection, Exception failed) {
        try {
            connection.rollback();
        } catch (SQLException lost) {
            failed.addSuppressed(lost);
        }
    }

    /** In one line. The server's messages go on with details, which quote rows. */
    static String brief(Throwable failed) {
        return String.valueOf(failed.getMessage()).lines().findFirst().orElse("").strip();
    }

    static StoreException failure(SQLException failed) {
        return new StoreException("the database did not do it: " + brief(failed), failed);
    }
}
