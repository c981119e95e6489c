package dev.sluice.pull;

import dev.sluice.event.Journal;
import dev.sluice.event.TaskEvents;
import dev.sluice.ingest.Admission;
import dev.sluice.pull.source.Sources;
import dev.sluice.room.RoomRegistry;
import dev.sluice.task.TaskStore;

/**
 * What pulls need of the rest of the relay.
 *
 * @param journal where a new task is stored at once, or refused
 * @param changes where what happens to it then is stored
 */
public record PullPorts(Sources sources, Admission admission, RoomRegistry rooms, Journal journal, Changes changes,
        TaskStore store, TaskEvents events) {}
