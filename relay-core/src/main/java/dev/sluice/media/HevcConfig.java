package dev.sluice.media;

import dev.sluice.media.hevc.NalType;
import dev.sluice.media.hevc.Sps;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.util.List;

/**
 * HEVC parameter sets, lifted out of the stream, and what they say.
 *
 * @param vps video parameter set NAL units, both header bytes included, no start code; at least one
 * @param sps sequence parameter sets, likewise
 * @param pps picture parameter sets, likewise
 * @param profile general_profile_idc
 * @param level general_level_idc (93 is 3.1)
 * @param width cropped width of a picture in pixels
 * @param height cropped height
 * @param maxReorderPics sps_max_num_reorder_pics of the highest sub-layer
 */
public record HevcConfig(List<Bytes> vps, List<Bytes> sps, List<Bytes> pps, int profile, int level, int width,
        int height, int maxReorderPics) implements VideoConfig {
    /** There are 16 ids of VPS and of SPS. */
    private static final int MAX_VPS = 16;
    private static final int MAX_SPS = 16;
    /** And 64 of PPS. */
    private static final int MAX_PPS = 64;
    /** Far above what encoders write, as with H.264. */
    private static final int MAX_PARAMETER_SET_BYTES = 4096;
    /** The header and something behind it. */
    private static final int MIN_PARAMETER_SET_BYTES = 3;

    public HevcConfig {
        vps = List.copyOf(vps);
        sps = List.copyOf(sps);
        pps = List.copyOf(pps);
    }

    /**
     * Reads what the first SPS says.
     *
     * @throws ProtocolException PROTOCOL_ERROR when it is malformed, a set is not of its kind, or a kind is missing
     */
    public static HevcConfig of(List<Bytes> vps, List<Bytes> sps, List<Bytes> pps) {
        check("VPS", vps, NalType.VPS, MAX_VPS);
        check("SPS", sps, NalType.SPS, MAX_SPS);
        check("PPS", pps, NalType.PPS, MAX_PPS);
        var first = Sps.parse(sps.getFirst().buffer());
        return new HevcConfig(vps, sps, pps, first.profile(), first.level(), first.width(), first.height(),
                first.maxReorderPics());
    }

    private static void check(String name, List<Bytes> sets, int type, int max) {
        if (sets.isEmpty() || sets.size() > max) {
            throw malformed(name + " count", sets.size(), "1.." + max);
        }
        for (var set : sets) {
            if (set.length() < MIN_PARAMETER_SET_BYTES || set.length() > MAX_PARAMETER_SET_BYTES) {
                throw malformed(name + " bytes", set.length(),
                        MIN_PARAMETER_SET_BYTES + ".." + MAX_PARAMETER_SET_BYTES);
            }
            if (NalType.of(set.at(0)) != type) {
                throw malformed(name + " NAL unit type", NalType.of(set.at(0)), type);
            }
        }
    }

    private static ProtocolException malformed(String what, Object found, Object expected) {
        return ProtocolException.found(StableCode.PROTOCOL_ERROR, "HEVC " + what, found, expected);
    }

    @Override
    public Codec codec() {
        return Codec.HEVC;
    }
}
