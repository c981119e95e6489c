/** Rooms, their publishers and tracks. A frame goes Publisher, Track, FanOut (one queue per event loop), Subscriber. */
@NullMarked
package dev.sluice.room;

import org.jspecify.annotations.NullMarked;
