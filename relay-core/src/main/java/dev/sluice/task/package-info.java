/**
 * Pulls that the REST API started. A NewTask becomes an IngestTask, stored before its id is told; what happens to it from then
 * on goes through its state machine and into the {@link dev.sluice.event.Journal} with the events that tell of it.
 */
@NullMarked
package dev.sluice.task;

import org.jspecify.annotations.NullMarked;
