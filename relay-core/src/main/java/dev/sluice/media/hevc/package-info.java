/**
 * HEVC bitstream readers (ITU-T H.265). NAL units divide as H.264's do, with
 * {@link dev.sluice.media.h264.NalUnits}; {@link dev.sluice.media.hevc.NalType} tells what one is, an SPS goes to
 * {@link dev.sluice.media.hevc.Sps}, and {@link dev.sluice.media.hevc.ParameterSets} collects what a stream says of
 * itself. All borrow their input and keep no reference to it.
 */
@NullMarked
package dev.sluice.media.hevc;

import org.jspecify.annotations.NullMarked;
