package dev.sluice.webrtc.rtp.payload;

import dev.sluice.media.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * The parameter sets of one configuration, as they go out before a key frame: one aggregation packet where they fit into
 * a packet, which they practically always do, else the bare NAL units.
 */
final class AggregatedSets {
    static final AggregatedSets NONE = new AggregatedSets(new byte[0], List.of());

    private final byte[] bytes;
    private final List<Integer> lengths;

    private AggregatedSets(byte[] bytes, List<Integer> lengths) {
        this.bytes = bytes;
        this.lengths = lengths;
    }

    /** The aggregation packet, or the NAL units behind one another. Not a copy; never changed. */
    byte[] bytes() {
        return bytes;
    }

    /** Of the NAL units in {@code bytes}; empty: it is an aggregation packet. */
    List<Integer> lengths() {
        return lengths;
    }

    /** @param header of the aggregation packet */
    static AggregatedSets of(List<Bytes> nals, Bytes header) {
        int size = header.length() + nals.stream().mapToInt(nal -> NalFormat.SIZE_BYTES + nal.length()).sum();
        return size <= Packetizer.MAX_PAYLOAD ? aggregated(nals, header, size) : bare(nals);
    }

    /** RFC 6184 5.7.1, RFC 7798 4.4.2: header, then each NAL unit behind its size. */
    private static AggregatedSets aggregated(List<Bytes> nals, Bytes header, int size) {
        var out = new ByteArrayOutputStream(size);
        out.writeBytes(header.toArray());
        for (var nal : nals) {
            out.write(nal.length() >> 8);
            out.write(nal.length());
            out.writeBytes(nal.toArray());
        }
        return new AggregatedSets(out.toByteArray(), List.of());
    }

    private static AggregatedSets bare(List<Bytes> nals) {
        var out = new ByteArrayOutputStream();
        nals.forEach(nal -> out.writeBytes(nal.toArray()));
        return new AggregatedSets(out.toByteArray(), nals.stream().map(Bytes::length).toList());
    }
}
