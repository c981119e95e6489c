package dev.sluice.api.store;

import dev.sluice.config.ConfigException;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfoService;

/** Brings a database to the tables of this version: an older one step by step, a newer one never. */
final class Schema {
    private static final String EXPECTED = "an empty database or one of this or an older version of sluice";

    private Schema() {}

    /** @throws ConfigException in one line, when that cannot be done */
    static void migrate(DataSource source) {
        try {
            var flyway = Flyway.configure().dataSource(source).locations("classpath:db/migration").load();
            var steps = flyway.info();
            refuseNewer(steps);
            if (steps.pending().length > 0) {
                flyway.migrate();
            }
        } catch (FlywayException failed) {
            throw ConfigException.found("storage.url", "a database that is not ours to change ("
                    + Database.brief(root(failed)) + ")", EXPECTED);
        }
    }

    /** What the database itself said. */
    private static Throwable root(Throwable failed) {
        var cause = failed.getCause();
        return cause == null ? failed : root(cause);
    }

    private static void refuseNewer(MigrationInfoService steps) {
        Stream.of(steps.applied()).filter(step -> !step.getState().isResolved()).findFirst().ifPresent(unknown -> {
            throw ConfigException.found("storage.url", "a database of a newer version, with step "
                    + unknown.getVersion() + " '" + unknown.getDescription() + "'", EXPECTED);
        });
    }
}
