package dev.sluice.api.store;

import dev.sluice.config.Config;
import dev.sluice.config.ConfigException;
import dev.sluice.e2e.rig.Await;
import dev.sluice.e2e.rig.ChildProcess;
import dev.sluice.event.Journal;
import dev.sluice.event.StoreException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.sluice.api.store.Samples.event;
import static dev.sluice.api.store.Samples.events;
import static dev.sluice.api.store.Samples.task;
import static dev.sluice.api.store.Samples.tasks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What lies outside of a program's good days: other versions, a database that goes away, a process that is killed. Calls give up
 * sooner here than in the product.
 */
abstract class SurvivalContract {
    static final Patience PATIENCE = new Patience(Duration.ofMillis(500), Duration.ofSeconds(1));
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Config.Storage storage;
    protected SqlStore store;

    /** An empty database, another for each test. */
    abstract Config.Storage empty() throws SQLException;

    /** Makes the database answer nobody. */
    abstract void stopDatabase(Config.Storage where) throws SQLException;

    abstract void startDatabase() throws SQLException;

    @BeforeEach
    void openStore() throws SQLException {
        storage = empty();
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private SqlStore open() {
        return SqlStore.open(storage, PATIENCE);
    }

    void commitOne() {
        store.journal().commit(events(event("one")));
    }

    void openAgain() {
        store.close();
        store = open();
    }

    void byHand(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(storage.url());
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    List<String> pendingIds() {
        return store.outbox().pending(0, 10_000).stream().map(stored -> stored.event().id()).toList();
    }

    @Test
    void aTaskOfAnotherVersionReadsWithWhatBothKnow() throws SQLException {
        store.journal().commit(tasks(task("a")));
        byHand("UPDATE task SET body = '{\"id\":\"a\",\"room\":{\"sdkAppId\":7,\"kind\":\"name\",\"id\":\"r\"},"
                + "\"settings\":{\"streamUrl\":\"http://x\",\"later\":{}},\"state\":\"PAUSED\",\"unheardOf\":1}'");
        var task = store.tasks().find("a").orElseThrow();
        assertThat(task.room()).hasToString("7/r");
        assertThat(task.endCode()).isEmpty();
        assertThat(task.settings().notApplied()).isEmpty();
        assertThat(task.failures()).isZero();
    }

    @Test
    void aDatabaseOfANewerVersionIsRefused() throws SQLException {
        store.close();
        byHand("INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, installed_by,"
                + " execution_time, success) VALUES (99, '99', 'leases', 'SQL', 'V99__leases.sql', 'x', 1, true)");
        assertThatThrownBy(this::open).isInstanceOf(ConfigException.class)
                .hasMessage("storage.url: found a database of a newer version, with step 99 'leases', expected an empty"
                        + " database or one of this or an older version of sluice");
    }

    @Test
    void callsFailWhileTheDatabaseIsAwayAndWorkWhenItIsBack() throws SQLException {
        store.journal().commit(events(event("before")));
        stopDatabase(storage);
        long started = System.nanoTime();
        assertThatThrownBy(() -> store.journal().commit(events(event("lost")))).isInstanceOf(StoreException.class)
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> store.outbox().delivered("before", 1, 1)).isInstanceOf(StoreException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(LIMIT);
        startDatabase();
        Await.until("a commit", LIMIT, () -> commits(events(event("after"))));
        assertThat(pendingIds()).containsExactly("before", "after");
    }

    private boolean commits(Journal.Entry entry) {
        try {
            store.journal().commit(entry);
            return true;
        } catch (StoreException _) {
            return false;
        }
    }

    @Test
    void whatWasAcknowledgedSurvivesKill9() {
        store.close();
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> acknowledged;
        try (var child = ChildProcess.start("committer", new ProcessBuilder(java, "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                Committer.class.getName(), storage.url()))) {
            child.await("committed t100$", LIMIT);
            child.kill();
            child.awaitExit(LIMIT);
            acknowledged = child.standardOutput().lines().filter(line -> line.startsWith("committed "))
                    .map(line -> line.substring("committed ".length())).toList();
        }
        store = open();
        assertThat(acknowledged).hasSizeGreaterThan(100);
        assertThat(pendingIds()).startsWith(acknowledged.toArray(String[]::new));
        assertThat(store.tasks().live().stream().map(task -> task.id()).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(pendingIds());
    }
}
