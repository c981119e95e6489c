package dev.sluice.webrtc.rtp.payload;

import dev.sluice.media.EncodedFrame;

/** Opus: a packet is a payload (RFC 7587 4.2). */
public final class OpusPacketizer implements Packetizer {
    /** One frame of the highest rate and its TOC byte (RFC 6716 3.4). There is no fragmentation, so it may exceed 1,200. */
    static final int MAX_PACKET = 1_276;

    @Override
    public boolean packetize(EncodedFrame frame, PayloadList list) {
        list.clear();
        int size = frame.size();
        if (size == 0 || size > MAX_PACKET) {
            return false;
        }
        list.add(frame.payload().readerIndex(), size);
        return true;
    }
}
