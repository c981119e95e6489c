/**
 * FLV tag bodies (Adobe FLV 10.1, annex E), as RTMP carries them. A body becomes a VideoTag or AudioTag;
 * AvcDecoderConfigurationRecord and in-band parameter sets meet in {@link dev.sluice.media.h264.ParameterSets}, which
 * tell the H264Config; AccessUnitReader brings the NAL units of a tag into the form of a frame. Everything borrows its input; only
 * AccessUnitReader makes a buffer, which the caller owns.
 */
@NullMarked
package dev.sluice.rtmp.flv;

import org.jspecify.annotations.NullMarked;
