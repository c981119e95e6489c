package dev.sluice.pull;

import dev.sluice.event.Journal;
import java.util.concurrent.CompletionStage;

/** Takes what changed, in order with what rooms tell. Safe anywhere; blocks nowhere. */
@FunctionalInterface
public interface Changes {
    /** Stored behind all that were given before, tried until the database answers. @return completes when that is done */
    CompletionStage<Void> keep(Journal.Entry entry);
}
