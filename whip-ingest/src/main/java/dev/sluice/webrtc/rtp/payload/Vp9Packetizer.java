package dev.sluice.webrtc.rtp.payload;

/** VP9 (RFC 9628) in non-flexible mode without layers. A superframe goes as one frame, which decoders take apart. */
public final class Vp9Packetizer extends VpxPacketizer {
    @Override
    int descriptor(boolean keyFrame, boolean first, boolean last) {
        return (keyFrame ? 0 : Vp9Descriptor.INTER_PREDICTED) | (first ? Vp9Descriptor.BEGINS : 0)
                | (last ? Vp9Descriptor.ENDS : 0);
    }
}
