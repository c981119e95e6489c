/**
 * The HTTP side of WHIP. A POST's token and offer pass; then PublishOpening makes a WhipPublisher, which claims its
 * user's place in the room, gets a transport and stands as a PublishingSession in Sessions until it ends, by DELETE or
 * otherwise.
 */
@NullMarked
package dev.sluice.whip.http;

import org.jspecify.annotations.NullMarked;
