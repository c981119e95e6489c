package dev.sluice.task;

import java.util.List;

/**
 * What follows from something that happened to a task.
 *
 * @param task as it is from now on
 * @param facts to be told, in this order
 * @param actions to be done, in this order
 */
public record TaskStep(IngestTask task, List<TaskFact> facts, List<Action> actions) {
    public enum Action {
        /** Open what the URL names now; what plays goes on until the first media of it. */
        OPEN,
        /** Close whatever is open. */
        CLOSE,
        /** Take the anchor out of the room. */
        LEAVE
    }

    public TaskStep {
        facts = List.copyOf(facts);
        actions = List.copyOf(actions);
    }
}
