/**
 * The RTMP wire (Adobe RTMP 1.0), pure: bytes in, records out, and back. A connection begins with Handshake; then
 * ChunkReader reassembles chunks into RawMessages, MessageReader gives them their meaning as sealed RtmpMessages.
 * Answers go through MessageWriter and ChunkWriter into the bytes to send. Nothing here knows a channel, a room or a
 * clock.
 */
@NullMarked
package dev.sluice.rtmp.codec;

import org.jspecify.annotations.NullMarked;
