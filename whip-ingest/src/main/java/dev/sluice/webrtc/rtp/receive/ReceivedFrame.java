package dev.sluice.webrtc.rtp.receive;

import dev.sluice.media.CodecConfig;
import dev.sluice.media.MediaKind;
import io.netty.buffer.ByteBuf;

/**
 * One frame of a publisher, complete and in decode order.
 *
 * @param rid which encoding of a simulcast it belongs to; empty without simulcast
 * @param clockRate ticks in a second, Hz
 * @param ticks its time, unwrapped, never before an earlier frame's of its stream. All streams of a receiver count from
 *        the same moment, each in its own ticks
 * @param payload as {@link dev.sluice.media.EncodedFrame} has it for the codec
 */
public record ReceivedFrame(String rid, CodecConfig config, boolean keyFrame, int clockRate, long ticks,
        ByteBuf payload) {
    public MediaKind kind() {
        return config.codec().kind();
    }
}
