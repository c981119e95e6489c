package dev.sluice.ingest;

import dev.sluice.room.Publisher;
import dev.sluice.room.Room;

/** A viewer was let in: the room it is in, and whom it watches. Whoever holds it leaves the room when it ends. */
public record Watch(Room room, Publisher publisher) {}
