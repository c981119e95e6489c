package dev.sluice.webrtc.rtp.payload;

import dev.sluice.media.EncodedFrame;
import dev.sluice.media.H264Config;
import dev.sluice.media.h264.NalUnits;
import org.jspecify.annotations.Nullable;

/**
 * H.264 in packetization-mode 1 (RFC 6184): a NAL unit that fits is a packet, a larger one becomes FU-As of equal size
 * (so that a run of them can leave as one segmented send), and each key frame is preceded by its parameter sets.
 */
public final class H264Packetizer implements Packetizer {
    /** FU indicator and FU header. */
    private static final int FU_HEAD = 2;

    private final NalUnits nals = new NalUnits();
    private @Nullable H264Config config;
    private ParameterSets parameterSets = ParameterSets.NONE;

    @Override
    public boolean packetize(EncodedFrame frame, PayloadList list) {
        list.clear();
        if (frame.keyFrame() && frame.track().config() instanceof H264Config current) {
            addParameterSets(current, list);
        }
        int before = list.count();
        var payload = frame.payload();
        nals.lengthPrefixed(payload);
        while (!list.overflown() && nals.next()) {
            add(payload.getByte(nals.index()), nals.index(), nals.length(), list);
        }
        if (nals.malformed() || list.overflown() || list.count() == before) {
            list.clear();
        }
        return list.count() > 0;
    }

    private void addParameterSets(H264Config current, PayloadList list) {
        if (!current.equals(config)) {
            config = current;
            parameterSets = ParameterSets.of(current);
        }
        byte[] bytes = parameterSets.bytes();
        list.beginHead(bytes);
        if (parameterSets.lengths().isEmpty()) {
            list.add(0, bytes.length);
        }
        int at = 0;
        for (int length : parameterSets.lengths()) {
            add(bytes[at], at, length, list);
            at += length;
        }
        list.endHead();
    }

    private static void add(int header, int index, int length, PayloadList list) {
        if (length <= MAX_PAYLOAD) {
            list.add(index, length);
        } else {
            fragment(header, index + 1, length - 1, list);
        }
    }

    /** RFC 6184 5.8: the NAL unit's header byte is not sent; indicator and FU header tell its fields. */
    private static void fragment(int header, int from, int length, PayloadList list) {
        int parts = Math.ceilDiv(length, MAX_PAYLOAD - FU_HEAD);
        int size = Math.ceilDiv(length, parts);
        int indicator = (header & (NalHeader.F | NalHeader.NRI)) | NalHeader.FU_A;
        int type = header & NalHeader.TYPE;
        for (int at = 0; at < length && !list.overflown(); at += size) {
            int piece = Math.min(size, length - at);
            int start = at == 0 ? NalHeader.START : 0;
            int end = at + piece == length ? NalHeader.END : 0;
            list.addPrefixed(indicator, start | end | type, from + at, piece);
        }
    }
}
