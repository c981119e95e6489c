package dev.sluice.media.hevc;

import io.netty.buffer.ByteBuf;

/**
 * What a sequence parameter set (ITU-T H.265 7.3.2.2) says that a relay wants to know.
 *
 * @param id sps_seq_parameter_set_id
 * @param profile general_profile_idc
 * @param level general_level_idc, 30 times the level
 * @param width cropped width in luma samples
 * @param height cropped height in luma samples
 * @param maxReorderPics sps_max_num_reorder_pics of the highest sub-layer
 */
public record Sps(int id, int profile, int level, int width, int height, int maxReorderPics) {
    /**
     * Parses a NAL unit, both header bytes included, in the readable bytes of a borrowed buffer.
     *
     * @throws dev.sluice.runtime.ProtocolException PROTOCOL_ERROR when it is no SPS, or malformed
     */
    public static Sps parse(ByteBuf nalUnit) {
        return new SpsReader(nalUnit).read();
    }
}
