package dev.sluice.event;

/**
 * One event for an application's backend, as it is stored and stays.
 *
 * @param id stable over attempts, restarts and redelivery
 * @param queue in whose order it is delivered: application and room
 * @param group EventGroupId: 1 room, 2 media, 7 ingest
 * @param type EventType
 * @param atMillis when it happened, wall time
 * @param info EventInfo, JSON
 * @param reason our stable code where the contract has one for it, else empty
 */
public record CallbackEvent(String id, long sdkAppId, String queue, int group, int type, long atMillis, String info,
        String reason) {}
