/**
 * AV1 bitstream readers (AV1 bitstream and decoding process specification). A temporal unit goes through
 * {@link dev.sluice.media.av1.Obus} to its OBUs; a sequence header goes to {@link dev.sluice.media.av1.Av1SequenceHeader}.
 * All borrow their input and throw nothing.
 */
@NullMarked
package dev.sluice.media.av1;

import org.jspecify.annotations.NullMarked;
