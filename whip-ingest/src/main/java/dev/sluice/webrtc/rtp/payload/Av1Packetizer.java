package dev.sluice.webrtc.rtp.payload;

import dev.sluice.media.EncodedFrame;
import dev.sluice.media.av1.Av1SequenceHeader;
import dev.sluice.media.av1.Leb128;
import dev.sluice.media.av1.ObuType;
import dev.sluice.media.av1.Obus;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/**
 * AV1 (RTP Payload Format For AV1 1.0): each OBU, its size field left out, in fragments of equal size (so that a run of
 * them can leave as one segmented send). Only the sequence header shares a packet with what follows it: libwebrtc
 * takes a packet that starts with a whole OBU for the start of a frame, and would see a key frame that is a bare sequence header.
 */
public final class Av1Packetizer implements Packetizer {
    private static final int ONE = 1 << Av1Aggregation.W_SHIFT;
    private static final int TWO = 2 << Av1Aggregation.W_SHIFT;
    private static final byte[] NO_LEAD = {};

    private final Obus obus = new Obus();

    @Override
    public boolean packetize(EncodedFrame frame, PayloadList list) {
        list.clear();
        var payload = frame.payload();
        byte[] lead = NO_LEAD;
        obus.over(payload);
        while (!list.overflown() && obus.next()) {
            if (frame.keyFrame() && list.count() == 0 && lead.length == 0 && leads()) {
                lead = lead(payload);
            } else if (obus.type() != ObuType.TEMPORAL_DELIMITER && obus.type() != ObuType.TILE_LIST) {
                int start = list.count() == 0 && frame.keyFrame() ? Av1Aggregation.N : 0;
                add(payload, start, list.count() == 0 ? lead : NO_LEAD, list);
            }
        }
        if (obus.malformed() || list.overflown()) {
            list.clear();
        }
        return list.count() > 0;
    }

    /** A packet may not mix layers (5), so only a sequence header that is of none. */
    private boolean leads() {
        return obus.type() == ObuType.SEQUENCE_HEADER && !obus.extended()
                && obus.payloadLength() < Av1SequenceHeader.MAX_BYTES;
    }

    /** A place for the aggregation header, then the element behind its length. One small array a key frame. */
    private byte[] lead(ByteBuf payload) {
        int length = obus.payloadLength();
        var out = Unpooled.buffer(length + 4).writeZero(Av1Aggregation.SIZE);
        Leb128.write(out, 1 + length);
        out.writeByte(obus.header() & ~Obus.HAS_SIZE).writeBytes(payload, obus.payloadIndex(), length);
        return ByteBufUtil.getBytes(out);
    }

    /** The OBU that the cursor stands on; more than one fragment means that even half of a packet holds a lead. */
    private void add(ByteBuf payload, int start, byte[] lead, PayloadList list) {
        int before = Math.max(0, lead.length - Av1Aggregation.SIZE) + obus.headerLength();
        int length = obus.payloadLength();
        int parts = Math.ceilDiv(before + length, MAX_PAYLOAD - Av1Aggregation.SIZE);
        int size = Math.ceilDiv(before + length, parts);
        int from = obus.payloadIndex();
        addFirst(payload, start | more(size - before < length), lead, size - before, list);
        for (int at = size - before; at < length && !list.overflown(); at += size) {
            int flags = Av1Aggregation.Z | more(at + size < length) | ONE;
            list.addPrefixed(1, flags, from + at, Math.min(size, length - at));
        }
    }

    private static int more(boolean more) {
        return more ? Av1Aggregation.Y : 0;
    }

    private void addFirst(ByteBuf payload, int flags, byte[] lead, int piece, PayloadList list) {
        int header = obus.header() & ~Obus.HAS_SIZE;
        int extension = obus.extended() ? payload.getUnsignedByte(obus.index() + 1) : 0;
        int from = obus.payloadIndex();
        if (lead.length > 0) {
            lead[0] = (byte) (flags | TWO);
            list.lead(lead);
        }
        if (lead.length > 0 && obus.extended()) {
            list.addPrefixed(2, header << 8 | extension, from, piece);
        } else if (lead.length > 0) {
            list.addPrefixed(1, header, from, piece);
        } else if (obus.extended()) {
            list.addPrefixed(3, (flags | ONE) << 16 | header << 8 | extension, from, piece);
        } else {
            list.addPrefixed(2, (flags | ONE) << 8 | header, from, piece);
        }
    }
}
