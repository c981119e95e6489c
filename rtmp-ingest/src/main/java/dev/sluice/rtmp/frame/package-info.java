/**
 * From tags to frames. A push's media messages get 64-bit times from TimestampUnwrapper, TagToFrame translates their
 * bodies, and a FrameSink takes configurations and frames into the room's Publication.
 */
@NullMarked
package dev.sluice.rtmp.frame;

import org.jspecify.annotations.NullMarked;
