package dev.sluice.rtmp.frame;

import dev.sluice.media.h264.NalUnits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Frames of NAL units: 4-byte lengths, no parameter sets (they go into the configuration), no access unit delimiters, no
 * filler. Where what stays is one run, the frame is a slice of the tag; else a copy.
 */
abstract sealed class NalFrameReader implements FrameReader permits H264FrameReader, HevcFrameReader {
    /** What becomes of a NAL unit. */
    enum NalUse {
        PARAMETER_SET, DROPPED, KEPT, SLICE, KEY_SLICE
    }

    private final NalUnits nals = new NalUnits();
    private final KeptRun kept = new KeptRun();
    private int lengthSize = NalUnits.LENGTH_SIZE;
    private boolean keyFrame;

    abstract NalUse use(ByteBuf nalUnits, int index, int length);

    abstract void addParameterSet(ByteBuf nalUnits, int index, int length);

    final void lengthSize(int size) {
        lengthSize = size;
    }

    @Override
    public final boolean read(ByteBuf nalUnits) {
        kept.reset();
        keyFrame = false;
        boolean slice = false;
        nals.lengthPrefixed(nalUnits, lengthSize);
        while (nals.next()) {
            var use = use(nalUnits, nals.index(), nals.length());
            if (use == NalUse.PARAMETER_SET) {
                addParameterSet(nalUnits, nals.index(), nals.length());
            } else if (use != NalUse.DROPPED) {
                kept.add(nals.index() - lengthSize, nals.index() + nals.length());
                slice |= use != NalUse.KEPT;
                keyFrame |= use == NalUse.KEY_SLICE;
            }
        }
        return slice && !nals.malformed();
    }

    @Override
    public final boolean keyFrame() {
        return keyFrame;
    }

    @Override
    public final ByteBuf payload(ByteBuf nalUnits, ByteBufAllocator allocator) {
        if (kept.whole() && lengthSize == NalUnits.LENGTH_SIZE) {
            return kept.slice(nalUnits);
        }
        int bytes = kept.bytes() + kept.count() * (NalUnits.LENGTH_SIZE - lengthSize);
        var out = allocator.buffer(bytes, bytes);
        nals.lengthPrefixed(nalUnits, lengthSize);
        while (nals.next()) {
            var use = use(nalUnits, nals.index(), nals.length());
            if (use != NalUse.PARAMETER_SET && use != NalUse.DROPPED) {
                out.writeInt(nals.length()).writeBytes(nalUnits, nals.index(), nals.length());
            }
        }
        return out;
    }
}
