package dev.sluice.webrtc.rtp.payload;

import dev.sluice.media.EncodedFrame;

/**
 * What VP8 and VP9 share: a frame is divided into fragments of equal size (so that a run of them can leave as one segmented
 * send), each behind a descriptor of one byte. The descriptors have no picture identifiers: a viewer's sequence numbers
 * have no gaps, and libwebrtc takes those where there is no PictureID.
 */
abstract sealed class VpxPacketizer implements Packetizer permits Vp8Packetizer, Vp9Packetizer {
    private static final int DESCRIPTOR = 1;

    @Override
    public final boolean packetize(EncodedFrame frame, PayloadList list) {
        list.clear();
        int length = frame.size();
        int parts = Math.ceilDiv(length, MAX_PAYLOAD - DESCRIPTOR);
        if (length == 0 || parts > PayloadList.MAX_PACKETS) {
            return false;
        }
        int from = frame.payload().readerIndex();
        int size = Math.ceilDiv(length, parts);
        for (int at = 0; at < length; at += size) {
            int piece = Math.min(size, length - at);
            list.addPrefixed(1, descriptor(frame.keyFrame(), at == 0, at + piece == length), from + at, piece);
        }
        return true;
    }

    /** Of a fragment of the frame. */
    abstract int descriptor(boolean keyFrame, boolean first, boolean last);
}
