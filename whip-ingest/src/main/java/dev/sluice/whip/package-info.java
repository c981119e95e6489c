/**
 * WHIP: publishers. The answer to a POST's offer says what will come; the {@link dev.sluice.whip.WhipPublisher} hears its
 * transport and gives each packet to PublisherMedia, whose Receiver makes frames of them, which are written to the
 * Publication. A viewer's wish for a key frame comes back from the room and leaves as RTCP; how the streams fare can be
 * asked of the publisher.
 */
@NullMarked
package dev.sluice.whip;

import org.jspecify.annotations.NullMarked;
