package dev.sluice.webrtc.rtp.payload;

import dev.sluice.media.CodecConfig;
import dev.sluice.media.EncodedFrame;
import dev.sluice.media.h264.NalUnits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * What H.264 and HEVC have in common: a NAL unit that fits is a packet, a larger one becomes fragments of equal size (so
 * that a run of them can leave as one segmented send), and each key frame is preceded by its parameter sets.
 */
abstract sealed class NalPacketizer implements Packetizer permits H264Packetizer, HevcPacketizer {
    private final NalFormat format;
    private final NalUnits nals = new NalUnits();
    private @Nullable CodecConfig config;
    private AggregatedSets parameterSets = AggregatedSets.NONE;

    NalPacketizer(NalFormat format) {
        this.format = format;
    }

    /** Of a configuration that is the codec's; else none. */
    abstract AggregatedSets parameterSets(CodecConfig current);

    @Override
    public boolean packetize(EncodedFrame frame, PayloadList list) {
        list.clear();
        if (frame.keyFrame()) {
            addParameterSets(frame.track().config(), list);
        }
        int before = list.count();
        var payload = frame.payload();
        nals.lengthPrefixed(payload);
        boolean whole = true;
        while (whole && !list.overflown() && nals.next()) {
            whole = add(payload, nals.index(), nals.length(), list);
        }
        if (!whole || nals.malformed() || list.overflown() || list.count() == before) {
            list.clear();
        }
        return list.count() > 0;
    }

    private void addParameterSets(CodecConfig current, PayloadList list) {
        if (!current.equals(config)) {
            config = current;
            parameterSets = parameterSets(current);
        }
        byte[] bytes = parameterSets.bytes();
        list.beginHead(bytes);
        if (bytes.length > 0 && parameterSets.lengths().isEmpty()) {
            list.add(0, bytes.length);
        }
        var bare = Unpooled.wrappedBuffer(bytes);
        int at = 0;
        for (int length : parameterSets.lengths()) {
            add(bare, at, length, list);
            at += length;
        }
        list.endHead();
    }

    /** @return false for a NAL unit that has no whole header */
    private boolean add(ByteBuf buffer, int index, int length, PayloadList list) {
        if (length <= MAX_PAYLOAD) {
            list.add(index, length);
        } else {
            int header = format.header(buffer, index);
            fragment(header, index + format.headerBytes(), length - format.headerBytes(), list);
        }
        return length >= format.headerBytes();
    }

    /** RFC 6184 5.8, RFC 7798 4.4.3: the NAL unit's header is not sent; packet header and FU header tell its fields. */
    private void fragment(int header, int from, int length, PayloadList list) {
        int head = format.fragmentHead();
        int parts = Math.ceilDiv(length, MAX_PAYLOAD - head);
        int size = Math.ceilDiv(length, parts);
        int fuType = format.type(header);
        int packetHeader = format.withType(header, format.fragment());
        for (int at = 0; at < length && !list.overflown(); at += size) {
            int piece = Math.min(size, length - at);
            int start = at == 0 ? NalFormat.START : 0;
            int end = at + piece == length ? NalFormat.END : 0;
            list.addPrefixed(head, packetHeader << 8 | start | end | fuType, from + at, piece);
        }
    }
}
