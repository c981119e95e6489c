package dev.sluice.rtmp.flv;

import dev.sluice.media.Bytes;
import dev.sluice.media.hevc.NalType;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * The sequence header of HEVC, ISO/IEC 14496-15 8.3.3.1:
 *
 * <pre>
 *  | version 8 = 1 | profile, level, formats and rates, 160 bits | 6 bits, lengthSizeMinusOne 2 | arrays 8 |
 *  { | completeness 1, 0, NAL unit type 6 | count 16 | { length 16, NAL unit } }
 * </pre>
 *
 * @param lengthSize bytes of the length before each NAL unit, 1, 2 or 4
 * @param sets VPS, SPS and PPS; may be empty, as with H.264. SEI is left out: x265 puts a text of two kilobytes there
 */
public record HevcDecoderConfigurationRecord(int lengthSize, List<Bytes> sets) {
    /** Between the version and lengthSizeMinusOne. The parameter sets say the same and are believed. */
    private static final int BYTES_OF_NO_NEED = 20;
    /** NAL units at most; there are 96 ids of parameter sets. */
    private static final int MAX_NAL_UNITS = 256;

    public HevcDecoderConfigurationRecord {
        sets = List.copyOf(sets);
    }

    /**
     * Reads the readable bytes, borrowed.
     *
     * @throws ProtocolException PROTOCOL_ERROR, LIMIT_EXCEEDED
     */
    public static HevcDecoderConfigurationRecord parse(ByteBuf record) {
        var in = new Fields("HEVC decoder configuration record", record);
        int version = in.octet();
        if (version > 1) { // 0 was that of the drafts, which some encoders still write
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "HEVC configuration version", version, 1);
        }
        in.skip(BYTES_OF_NO_NEED);
        int lengthSize = (in.octet() & 3) + 1;
        if (lengthSize == 3) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "HEVC lengthSizeMinusOne", 2, "0, 1 or 3");
        }
        return new HevcDecoderConfigurationRecord(lengthSize, sets(in));
    }

    private static List<Bytes> sets(Fields in) {
        var sets = new ArrayList<Bytes>();
        int left = MAX_NAL_UNITS;
        for (int arrays = in.octet(); arrays > 0; arrays--) {
            int type = in.octet() & 0x3f;
            int count = in.unsignedShort();
            left -= count;
            if (left < 0) {
                throw ProtocolException.found(StableCode.LIMIT_EXCEEDED, "HEVC configuration NAL units", "more",
                        "at most " + MAX_NAL_UNITS);
            }
            read(in, count, type >= NalType.VPS && type <= NalType.PPS ? sets : new ArrayList<>());
        }
        return sets;
    }

    private static void read(Fields in, int count, List<Bytes> sets) {
        for (int i = 0; i < count; i++) {
            sets.add(Bytes.copyOf(in.slice(in.unsignedShort())));
        }
    }
}
