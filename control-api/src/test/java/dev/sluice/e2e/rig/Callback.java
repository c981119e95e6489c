package dev.sluice.e2e.rig;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One request that the webhook receiver got.
 *
 * @param wallMillis when its last byte had come
 * @param eventId its {@code Sluice-Event-Id}
 * @param attempt its {@code Sluice-Attempt}
 * @param reason its {@code Sluice-Reason}, empty where there is none
 * @param status how it was answered; 0 where it was not
 */
public record Callback(long wallMillis, String eventId, int attempt, String reason, JsonNode body, int status) {
    Callback answered(int with) {
        return new Callback(wallMillis, eventId, attempt, reason, body, with);
    }

    public int type() {
        return body.path("EventType").asInt();
    }

    public JsonNode info() {
        return body.path("EventInfo");
    }

    /** When it happened. */
    public long atMillis() {
        return info().path("EventMsTs").asLong();
    }

    public String taskId() {
        return info().path("TaskId").asText();
    }

    /** As {@code 701/2}: the type, and the status where one of a task has one. */
    public String name() {
        return info().has("Status") ? type() + "/" + info().path("Status").asInt() : Integer.toString(type());
    }
}
