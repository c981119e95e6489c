/**
 * H.264 bitstream readers (ITU-T H.264). An access unit goes through {@link dev.sluice.media.h264.NalUnits} to its NAL
 * units; an SPS goes to {@link dev.sluice.media.h264.Sps}, a slice to {@link dev.sluice.media.h264.SliceHeader}, and
 * {@link dev.sluice.media.h264.BFrames} judges a whole access unit. {@link dev.sluice.media.h264.ParameterSets} collects
 * what a stream says of itself. All borrow their input and keep no reference to it longer than a call or, for a cursor,
 * until it is set anew.
 */
@NullMarked
package dev.sluice.media.h264;

import org.jspecify.annotations.NullMarked;
