package dev.sluice.api.store;

import dev.sluice.config.Config;
import dev.sluice.config.ConfigException;
import dev.sluice.config.Secret;
import dev.sluice.e2e.rig.Postgres;
import dev.sluice.e2e.rig.StallingProxy;
import dev.sluice.event.StoreException;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static dev.sluice.api.store.Samples.event;
import static dev.sluice.api.store.Samples.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class PostgresStoreTest extends StoreContract {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();
    private static Postgres server;

    @BeforeAll
    static void startServer() {
        server = Postgres.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    /** A schema stands for a database, being made sooner. */
    @Override
    Config.Storage empty() throws SQLException {
        var name = "store" + SCHEMAS.incrementAndGet();
        try (var connection = DriverManager.getConnection(server.url()); var statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + name);
        }
        return at(server.url() + "&currentSchema=" + name);
    }

    private static Config.Storage at(String url) {
        return new Config.Storage(url, Optional.empty(), Optional.of(Secret.of("store-secret")));
    }

    @Override
    void stopDatabase(Config.Storage where) {
        server.stop();
    }

    @Override
    void startDatabase() {
        server.startAgain();
    }

    /** Connections stay open and nobody answers, as behind a dead link. */
    @Test
    void aServerThatHangsIsGivenUp() throws SQLException {
        var direct = empty();
        int port = URI.create(direct.url().substring("jdbc:".length())).getPort();
        try (var link = new StallingProxy(port);
                var store = SqlStore.open(at(direct.url().replace(":" + port, ":" + link.port())), PATIENCE)) {
            store.journal().commit(events(event("a")));
            link.stall();
            long started = System.nanoTime();
            assertThatThrownBy(() -> {
                store.journal().commit(events(event("b")));
                store.journal().commit(events(event("c")));
            }).isInstanceOf(StoreException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void noServerIsToldInOneLineWithoutThePassword() {
        var refusal = catchThrowableOfType(ConfigException.class,
                () -> SqlStore.open(at("jdbc:postgresql://127.0.0.1:1/x"), PATIENCE));
        assertThat(refusal.getMessage()).startsWith("storage.url: found no database (Connection to 127.0.0.1:1 refused")
                .doesNotContain("\n").doesNotContain("store-secret");
    }

    @Test
    void aDatabaseOfSomebodyElseIsRefused() throws SQLException {
        var others = empty();
        try (var connection = DriverManager.getConnection(others.url()); var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE customers (id TEXT)");
        }
        assertThatThrownBy(() -> SqlStore.open(others, PATIENCE)).isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("storage.url: found a database that is not ours to change (")
                .hasMessageNotContaining("\n");
    }
}
