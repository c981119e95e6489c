package dev.sluice.api.store;

import dev.sluice.config.Config;
import dev.sluice.event.Journal;
import java.util.List;
import java.util.Optional;

/** A process that commits a task with its event over and over and prints the id of each that was acknowledged. */
final class Committer {
    private Committer() {}

    public static void main(String[] arguments) {
        var store = SqlStore.open(new Config.Storage(arguments[0], Optional.empty(), Optional.empty()));
        for (int i = 0; true; i++) {
            var id = "t" + i;
            store.journal().commit(new Journal.Entry(List.of(Samples.task(id)), List.of(), List.of(),
                    List.of(Samples.event(id))));
            System.out.println("committed " + id);
        }
    }
}
