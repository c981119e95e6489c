/** The media model: what a frame, a track and a codec configuration are. Knows no wire protocol and no room. */
@NullMarked
package dev.sluice.media;

import org.jspecify.annotations.NullMarked;
