package dev.sluice.task;

/**
 * What the application's backend is told of a task.
 *
 * @param type EventType: 701, 702
 * @param status of that type
 * @param reason our stable code; empty where there is none
 */
public record TaskFact(int type, int status, String reason) {
    static final TaskFact STARTED = new TaskFact(701, 0, "");
    static final TaskFact RETRIED = new TaskFact(701, 2, "");

    static TaskFact failed(String code) {
        return new TaskFact(701, 1, code);
    }

    static TaskFact ended(String code) {
        return new TaskFact(702, 0, code);
    }
}
