/**
 * Pulls a URL into a room, as a task says. PullTasks stores a wanted task and gives it a Pull, which lives on one event loop:
 * it asks the rules of {@link dev.sluice.task} what follows from what happens, holds the Anchor's place in the room over every
 * break of the source, and opens a Feed for each attempt. What changed goes to Changes, with the events that tell of it.
 * {@link dev.sluice.pull.guard} says what may be connected to, {@link dev.sluice.pull.source} opens it, and
 * {@link dev.sluice.pull.flv} reads FLV.
 */
@NullMarked
package dev.sluice.pull;

import org.jspecify.annotations.NullMarked;
