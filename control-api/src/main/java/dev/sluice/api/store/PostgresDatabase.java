package dev.sluice.api.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.sluice.config.Config;
import dev.sluice.config.ConfigException;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * A PostgreSQL server and a few connections. The server gives up a statement after the time for it; a second later the
 * driver gives up the server.
 */
final class PostgresDatabase implements Database {
    private static final int CONNECTIONS = 4;

    private final HikariDataSource pool;

    private PostgresDatabase(HikariDataSource pool) {
        this.pool = pool;
    }

    /** @throws ConfigException when no database answers there, in one line */
    static PostgresDatabase open(Config.Storage storage, Patience patience) {
        try {
            return new PostgresDatabase(new HikariDataSource(config(storage, patience)));
        } catch (HikariPool.PoolInitializationException failed) {
            var why = Optional.ofNullable(failed.getCause()).orElse(failed);
            throw ConfigException.found("storage.url", "no database (" + Database.brief(why) + ")",
                    "one that lets the relay in");
        }
    }

    private static HikariConfig config(Config.Storage storage, Patience patience) {
        var config = new HikariConfig();
        config.setPoolName("store");
        config.setJdbcUrl(storage.url());
        storage.user().ifPresent(config::setUsername);
        storage.password().ifPresent(password -> config.setPassword(password.reveal()));
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setAutoCommit(false);
        config.setConnectionTimeout(patience.connect().toMillis());
        config.setValidationTimeout(patience.connect().toMillis() / 2);
        long queryMillis = patience.query().toMillis();
        // The second: a relay that stands still within a transaction must not keep other relays from writing.
        config.setConnectionInitSql("SET statement_timeout = " + queryMillis
                + "; SET idle_in_transaction_session_timeout = " + queryMillis);
        config.addDataSourceProperty("connectTimeout", Long.toString(Math.max(1, patience.connect().toSeconds())));
        config.addDataSourceProperty("socketTimeout", Long.toString(patience.query().toSeconds() + 1));
        config.addDataSourceProperty("ApplicationName", "sluice");
        // Details quote the row, with the URL of a stream.
        config.addDataSourceProperty("logServerErrorDetail", "false");
        return config;
    }

    @Override
    public <T> T transact(Work<T> work) {
        try (var connection = pool.getConnection()) {
            return Database.commit(connection, work);
        } catch (SQLException failed) {
            if (isLoss(String.valueOf(failed.getSQLState()))) {
                pool.getHikariPoolMXBean().softEvictConnections();
            }
            throw Database.failure(failed);
        }
    }

    /** Connection exception or operator intervention: the other connections were to the same server and are as dead. */
    private static boolean isLoss(String sqlState) {
        return sqlState.startsWith("08") || sqlState.startsWith("57P");
    }

    @Override
    public DataSource source() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }
}
