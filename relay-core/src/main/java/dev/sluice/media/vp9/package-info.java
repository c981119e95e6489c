/**
 * What a VP9 frame says about itself (VP9 bitstream and decoding process specification): its uncompressed header, and the
 * superframe that holds the frames of one picture's spatial layers. Borrows its input.
 */
@NullMarked
package dev.sluice.media.vp9;

import org.jspecify.annotations.NullMarked;
