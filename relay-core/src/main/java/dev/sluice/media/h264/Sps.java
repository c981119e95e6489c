package dev.sluice.media.h264;

import io.netty.buffer.ByteBuf;

/**
 * What a sequence parameter set (ITU-T H.264 7.3.2.1.1) says that a relay wants to know.
 *
 * @param profile profile_idc
 * @param constraints the byte of constraint_set flags and reserved bits, as in profile-level-id
 * @param level level_idc
 * @param width cropped width in luma samples
 * @param height cropped height in luma samples, of a frame and not of a field
 * @param maxReorderFrames max_num_reorder_frames of the VUI, or {@link #UNSAID}
 */
public record Sps(int profile, int constraints, int level, int width, int height, int maxReorderFrames) {
    /** The SPS has no (readable) bitstream restriction. */
    public static final int UNSAID = -1;

    /**
     * Parses a NAL unit, header byte included, in the readable bytes of a borrowed buffer.
     *
     * @throws dev.sluice.runtime.ProtocolException PROTOCOL_ERROR when it is no SPS or its picture size cannot be told
     */
    public static Sps parse(ByteBuf nalUnit) {
        return new SpsReader(nalUnit).read();
    }
}
