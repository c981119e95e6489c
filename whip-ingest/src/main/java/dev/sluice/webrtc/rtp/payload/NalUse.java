package dev.sluice.webrtc.rtp.payload;

import io.netty.buffer.ByteBuf;

/** What becomes of a NAL unit that was received. */
enum NalUse {
    /** A piece of a picture. */
    SLICE,
    /** A piece of a picture at which decoding can start. */
    KEY_SLICE,
    /** Stays in the frame, but is no picture. */
    KEPT,
    /** Is lifted out into the configuration. */
    PARAMETER_SET,
    /** Is left out. */
    DROPPED,
    /** Cannot be; the frame is lost. */
    MALFORMED;

    /** Sorts NAL units. */
    @FunctionalInterface
    interface Sorter {
        /** @param buffer borrowed; {@code length} is above 0 */
        NalUse use(ByteBuf buffer, int index, int length);
    }
}
