package dev.sluice.api.admin;

import dev.sluice.event.Outbox;
import dev.sluice.task.IngestTasks;

/**
 * What the native API speaks of besides rooms.
 *
 * @param outbox blocks, so it is asked on threads of its own
 */
public record Services(TokenIssuer issuer, IngestTasks tasks, Outbox outbox) {}
