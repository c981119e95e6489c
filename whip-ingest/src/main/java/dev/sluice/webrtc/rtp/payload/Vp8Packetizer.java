package dev.sluice.webrtc.rtp.payload;

/** VP8 (RFC 7741): a descriptor with nothing but S. The partitions of a frame are not told apart. */
public final class Vp8Packetizer extends VpxPacketizer {
    @Override
    int descriptor(boolean keyFrame, boolean first, boolean last) {
        return first ? Vp8Depacketizer.START : 0;
    }
}
