package dev.sluice.webrtc.rtp.payload;

import dev.sluice.media.Bytes;
import dev.sluice.media.H264Config;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The parameter sets of one configuration, as they go out before a key frame: one STAP-A where they fit into a packet,
 * which they practically always do, else the bare NAL units.
 */
final class ParameterSets {
    static final ParameterSets NONE = new ParameterSets(new byte[0], List.of());

    private final byte[] bytes;
    private final List<Integer> lengths;

    private ParameterSets(byte[] bytes, List<Integer> lengths) {
        this.bytes = bytes;
        this.lengths = lengths;
    }

    /** The STAP-A, or the NAL units behind one another. Not a copy; never changed. */
    byte[] bytes() {
        return bytes;
    }

    /** Of the NAL units in {@code bytes}; empty: it is a STAP-A. */
    List<Integer> lengths() {
        return lengths;
    }

    static ParameterSets of(H264Config config) {
        var all = new ArrayList<>(config.sps());
        all.addAll(config.pps());
        int size = 1 + all.stream().mapToInt(nal -> 2 + nal.length()).sum();
        return size <= Packetizer.MAX_PAYLOAD ? stapA(all, size) : bare(all);
    }

    /** RFC 6184 5.7.1: header, then each NAL unit behind its size. F is the OR, NRI the maximum of the units'. */
    private static ParameterSets stapA(List<Bytes> nals, int size) {
        var out = new ByteArrayOutputStream(size);
        int forbidden = nals.stream().mapToInt(nal -> nal.at(0) & NalHeader.F).max().orElse(0);
        int importance = nals.stream().mapToInt(nal -> nal.at(0) & NalHeader.NRI).max().orElse(0);
        out.write(forbidden | importance | NalHeader.STAP_A);
        for (var nal : nals) {
            out.write(nal.length() >> 8);
            out.write(nal.length());
            out.writeBytes(nal.toArray());
        }
        return new ParameterSets(out.toByteArray(), List.of());
    }

    private static ParameterSets bare(List<Bytes> nals) {
        var out = new ByteArrayOutputStream();
        nals.forEach(nal -> out.writeBytes(nal.toArray()));
        return new ParameterSets(out.toByteArray(), nals.stream().map(Bytes::length).toList());
    }
}
