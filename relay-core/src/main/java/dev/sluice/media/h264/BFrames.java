package dev.sluice.media.h264;

import io.netty.buffer.ByteBuf;

/**
 * Tells pictures with B slices, which WebRTC cannot carry: it shows frames in the order they are decoded. Judged from
 * the slice type of every slice NAL unit, because composition times and the SPS only hint.
 */
public final class BFrames {
    private BFrames() {}

    /**
     * Whether any slice of the access unit is a B slice. Borrows the payload, allocates nothing.
     *
     * @param payload NAL units behind 4-byte lengths; what does not divide into such ends the search
     */
    public static boolean hasBSlice(ByteBuf payload) {
        int position = payload.readerIndex();
        int end = payload.writerIndex();
        while (end - position > NalUnits.LENGTH_SIZE) {
            long length = payload.getUnsignedInt(position);
            position += NalUnits.LENGTH_SIZE;
            if (length > end - position) {
                return false;
            }
            if (isBSlice(payload, position, (int) length)) {
                return true;
            }
            position += (int) length;
        }
        return false;
    }

    /** Whether the NAL unit at {@code index} is a B slice. */
    public static boolean isBSlice(ByteBuf buffer, int index, int length) {
        return length > 0 && NalType.hasSliceHeader(NalType.of(buffer.getByte(index)))
                && SliceHeader.isB(SliceHeader.sliceType(buffer, index, length));
    }
}
