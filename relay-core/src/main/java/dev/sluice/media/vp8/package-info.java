/** The header of a VP8 frame (RFC 6386): whether it is a key frame, and of what size. Borrows its input. */
@NullMarked
package dev.sluice.media.vp8;

import org.jspecify.annotations.NullMarked;
