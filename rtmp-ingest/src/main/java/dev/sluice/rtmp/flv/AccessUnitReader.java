package dev.sluice.rtmp.flv;

import dev.sluice.media.h264.NalType;
import dev.sluice.media.h264.NalUnits;
import dev.sluice.media.h264.ParameterSets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Brings the NAL units of one tag into the form of a frame: 4-byte lengths, no parameter sets (they go to
 * ParameterSets), no access unit delimiters, no filler. Where what stays is one run, the frame is a slice of the tag;
 * else a copy. One per video stream.
 */
public final class AccessUnitReader {
    private final NalUnits nals = new NalUnits();
    private int lengthSize;
    private int start;
    private int end;
    private int bytes;
    private boolean whole;
    private boolean idr;

    /**
     * Looks through the NAL units, borrowed.
     *
     * @return whether there is a frame: false without a slice, and where the lengths do not add up
     */
    public boolean read(ByteBuf nalUnits, int size, ParameterSets sets) {
        lengthSize = size;
        bytes = 0;
        whole = true;
        idr = false;
        boolean slice = false;
        nals.lengthPrefixed(nalUnits, size);
        while (nals.next()) {
            int type = nals.type();
            if (type == NalType.SPS || type == NalType.PPS) {
                sets.add(nalUnits, nals.index(), nals.length());
            } else if (keeps(type)) {
                keep();
                slice |= NalType.hasSliceHeader(type);
                idr |= type == NalType.IDR;
            }
        }
        return slice && !nals.malformed();
    }

    /**
     * Whether the unit read last can be decoded without those before it. An FLV key-frame flag alone does not promise
     * that.
     */
    public boolean idr() {
        return idr;
    }

    /** The payload of the unit read last, from the same buffer; the caller's to release. */
    public ByteBuf payload(ByteBuf nalUnits, ByteBufAllocator allocator) {
        if (whole && lengthSize == NalUnits.LENGTH_SIZE) {
            return nalUnits.retainedSlice(start, end - start);
        }
        var out = allocator.buffer(bytes, bytes);
        nals.lengthPrefixed(nalUnits, lengthSize);
        while (nals.next()) {
            if (keeps(nals.type())) {
                out.writeInt(nals.length()).writeBytes(nalUnits, nals.index(), nals.length());
            }
        }
        return out;
    }

    private void keep() {
        int from = nals.index() - lengthSize;
        if (bytes == 0) {
            start = from;
        } else {
            whole &= from == end;
        }
        end = nals.index() + nals.length();
        bytes += NalUnits.LENGTH_SIZE + nals.length();
    }

    private static boolean keeps(int type) {
        return switch (type) {
            case NalType.SPS, NalType.PPS, NalType.ACCESS_UNIT_DELIMITER, NalType.FILLER -> false;
            default -> true;
        };
    }
}
