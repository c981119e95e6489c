/**
 * What the cloud API can do. Each {@link dev.sluice.api.cloud.action.Action} has a table of fields and runs on their values:
 * those on tasks through the port {@link dev.sluice.task.IngestTasks}, those on rooms on the registry of rooms. {@link
 * dev.sluice.api.cloud.action.Actions} lists them all.
 */
@NullMarked
package dev.sluice.api.cloud.action;

import org.jspecify.annotations.NullMarked;
