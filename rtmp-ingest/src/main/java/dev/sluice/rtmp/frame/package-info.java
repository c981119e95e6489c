/**
 * From tags to frames. A push's media messages get 64-bit times from TimestampUnwrapper. TagToFrame hands their bodies to the
 * VideoTrack or AudioTrack they are of; a FrameReader per video codec (NAL units, AV1, VP8 and VP9) finds the configuration and
 * brings each frame into EncodedFrame's form. A FrameSink takes configurations and frames into the room's Publication.
 * FrameToTag is the way back: a track's frames become tags for a TagSink.
 */
@NullMarked
package dev.sluice.rtmp.frame;

import org.jspecify.annotations.NullMarked;
