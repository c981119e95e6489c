package dev.sluice.rtmp.flv;

import dev.sluice.media.Bytes;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * The sequence header of H.264, ISO/IEC 14496-15 5.3.3.1:
 *
 * <pre>
 *  | version 8 = 1 | profile 8 | compatibility 8 | level 8 | 111111, lengthSizeMinusOne 2 |
 *  | 111, SPS count 5 | { length 16, SPS } | PPS count 8 | { length 16, PPS } | extensions, not read |
 * </pre>
 *
 * @param lengthSize bytes of the length before each NAL unit, 1, 2 or 4
 * @param sps may be empty: some encoders send their parameter sets in band only; likewise {@code pps}
 */
public record AvcDecoderConfigurationRecord(int lengthSize, List<Bytes> sps, List<Bytes> pps) {
    public AvcDecoderConfigurationRecord {
        sps = List.copyOf(sps);
        pps = List.copyOf(pps);
    }

    /**
     * Reads the readable bytes, borrowed.
     *
     * @throws ProtocolException PROTOCOL_ERROR
     */
    public static AvcDecoderConfigurationRecord parse(ByteBuf record) {
        var in = new Fields("AVC decoder configuration record", record);
        int version = in.octet();
        if (version != 1) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "AVC configuration version", version, 1);
        }
        in.skip(3); // profile, compatibility and level: the SPS says the same and is believed
        int lengthSize = (in.octet() & 3) + 1;
        if (lengthSize == 3) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "AVC lengthSizeMinusOne", 2, "0, 1 or 3");
        }
        var sps = sets(in, in.octet() & 0x1f);
        return new AvcDecoderConfigurationRecord(lengthSize, sps, sets(in, in.octet()));
    }

    /** Appends the record; profile and level are those of the first SPS. */
    public void writeTo(ByteBuf out) {
        var first = sps.getFirst();
        out.writeByte(1).writeByte(first.at(1)).writeByte(first.at(2)).writeByte(first.at(3));
        out.writeByte(0xfc | lengthSize - 1);
        write(0xe0 | sps.size(), sps, out);
        write(pps.size(), pps, out);
    }

    private static void write(int count, List<Bytes> sets, ByteBuf out) {
        out.writeByte(count);
        for (var set : sets) {
            set.writeTo(out.writeShort(set.length()));
        }
    }

    private static List<Bytes> sets(Fields in, int count) {
        var sets = new ArrayList<Bytes>(count);
        for (int i = 0; i < count; i++) {
            sets.add(Bytes.copyOf(in.slice(in.unsignedShort())));
        }
        return sets;
    }
}
