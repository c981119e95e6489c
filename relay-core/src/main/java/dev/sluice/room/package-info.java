/**
 * Rooms, their publishers and tracks. A frame goes Publisher, Track (one for each encoding), FanOut (one queue per event
 * loop), Subscriber; a wish for a key frame goes Subscriber, Track, Source.
 */
@NullMarked
package dev.sluice.room;

import org.jspecify.annotations.NullMarked;
