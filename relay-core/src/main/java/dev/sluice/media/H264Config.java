package dev.sluice.media;

import dev.sluice.media.h264.NalType;
import dev.sluice.media.h264.Sps;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.util.List;

/**
 * H.264 parameter sets, lifted out of the stream, and what they say.
 *
 * @param sps sequence parameter set NAL units, header byte included, no start code; at least one
 * @param pps picture parameter set NAL units, likewise
 * @param profile profile_idc
 * @param constraints the constraint_set flags byte, as in profile-level-id
 * @param level level_idc (31 is 3.1)
 * @param width cropped width of a picture in pixels
 * @param height cropped height
 * @param maxReorderFrames max_num_reorder_frames of the VUI, or -1 where the SPS does not say
 */
public record H264Config(List<Bytes> sps, List<Bytes> pps, int profile, int constraints, int level, int width,
        int height, int maxReorderFrames) implements VideoConfig {
    /** ISO/IEC 14496-15 counts sequence parameter sets in 5 bits. */
    private static final int MAX_SPS = 31;
    /** And picture parameter sets in 8. */
    private static final int MAX_PPS = 255;
    /** Far above what encoders write; some 30 bytes are usual, scaling lists may make it some hundred. */
    private static final int MAX_PARAMETER_SET_BYTES = 4096;

    public H264Config {
        sps = List.copyOf(sps);
        pps = List.copyOf(pps);
    }

    /**
     * Reads what the first SPS says.
     *
     * @throws ProtocolException PROTOCOL_ERROR when it is malformed, a set is no SPS or PPS, or either kind is missing
     */
    public static H264Config of(List<Bytes> sps, List<Bytes> pps) {
        check("SPS", sps, NalType.SPS, MAX_SPS);
        check("PPS", pps, NalType.PPS, MAX_PPS);
        var first = Sps.parse(sps.getFirst().buffer());
        return new H264Config(sps, pps, first.profile(), first.constraints(), first.level(), first.width(),
                first.height(), first.maxReorderFrames());
    }

    private static void check(String name, List<Bytes> sets, int type, int max) {
        if (sets.isEmpty() || sets.size() > max) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "H.264 " + name + " count", sets.size(),
                    "1.." + max);
        }
        for (var set : sets) {
            if (set.length() == 0 || set.length() > MAX_PARAMETER_SET_BYTES) {
                throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "H.264 " + name + " bytes", set.length(),
                        "1.." + MAX_PARAMETER_SET_BYTES);
            }
            if (NalType.of(set.at(0)) != type) {
                throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "H.264 " + name + " NAL unit type",
                        NalType.of(set.at(0)), type);
            }
        }
    }

    @Override
    public Codec codec() {
        return Codec.H264;
    }
}
