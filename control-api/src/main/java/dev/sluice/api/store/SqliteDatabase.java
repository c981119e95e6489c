package dev.sluice.api.store;

import dev.sluice.event.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * A file of SQLite and one connection, which threads take in turn: SQLite writes one transaction at a time anyway. Every
 * commit is on the disk before it returns (WAL, synchronous FULL), so that what was accepted also survives a power cut.
 * After a failure the connection is opened anew.
 */
final class SqliteDatabase implements Database {
    private static final String PREFIX = "jdbc:sqlite:";

    private final StoreFile file;
    private final SQLiteDataSource connections;
    private final Patience patience;
    private final ReentrantLock turn = new ReentrantLock(true);
    private @Nullable Connection connection;
    private boolean closed;

    private SqliteDatabase(StoreFile file, SQLiteDataSource connections, Patience patience) {
        this.file = file;
        this.connections = connections;
        this.patience = patience;
    }

    static boolean speaks(String url) {
        return url.startsWith(PREFIX);
    }

    /** @throws dev.sluice.config.ConfigException when the file can't be made or another process has it */
    static SqliteDatabase open(String url, Patience patience) {
        var file = StoreFile.hold(Path.of(url.substring(PREFIX.length())));
        var connections = new SQLiteDataSource(config(patience));
        connections.setUrl(url);
        return new SqliteDatabase(file, connections, patience);
    }

    private static SQLiteConfig config(Patience patience) {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout((int) patience.query().toMillis());
        return config;
    }

    @Override
    public <T> T transact(Work<T> work) {
        awaitTurn();
        try {
            return Database.commit(connection(), work);
        } catch (SQLException failed) {
            disconnect();
            throw Database.failure(failed);
        } finally {
            turn.unlock();
        }
    }

    private void awaitTurn() {
        try {
            if (!turn.tryLock(patience.query().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StoreException("the database is busy", new SQLTimeoutException());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted before its turn at the database", interrupted);
        }
    }

    private Connection connection() throws SQLException {
        if (closed) {
            throw new SQLException("the database is closed");
        }
        if (connection == null) {
            connection = connections.getConnection();
            connection.setAutoCommit(false);
        }
        return connection;
    }

    private void disconnect() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException _) {
            // It failed before.
        } finally {
            connection = null;
        }
    }

    @Override
    public DataSource source() {
        return connections;
    }

    @Override
    public void close() {
        turn.lock();
        try {
            closed = true;
            disconnect();
            file.close();
        } finally {
            turn.unlock();
        }
    }
}
