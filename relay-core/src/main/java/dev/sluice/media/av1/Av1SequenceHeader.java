package dev.sluice.media.av1;

import dev.sluice.media.Av1Config;
import dev.sluice.media.Bytes;
import dev.sluice.media.h264.BitReader;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Reads one sequence header, field by field in the order of AV1 specification 5.5.1, up to the size of the pictures. Every
 * loop is bounded by the bits of its count.
 */
public final class Av1SequenceHeader {
    /** Bytes of the OBU at most; one with all of its 32 operating points has less than 400. */
    public static final int MAX_BYTES = 512;
    private static final int MAX_PROFILE = 2;
    /** Levels above have a tier. */
    private static final int MAX_LEVEL_WITHOUT_TIER = 7;

    private final BitReader bits;
    private boolean displayDelays;
    private boolean decoderModel;
    private int bufferDelayBits;
    private int level;
    private int tier;

    Av1SequenceHeader(BitReader bits) {
        this.bits = bits;
    }

    /**
     * What the sequence header says that {@code obus} stands on.
     *
     * @param buffer what {@code obus} is over, borrowed
     * @return null where it is malformed, too large or that of a reduced still picture, which is no stream
     */
    public static @Nullable Av1Config read(ByteBuf buffer, Obus obus) {
        int length = obus.payloadIndex() + obus.payloadLength() - obus.index();
        if (length > MAX_BYTES) {
            return null;
        }
        var bits = BitReader.plain(buffer, obus.payloadIndex(), obus.payloadLength());
        return new Av1SequenceHeader(bits).read(Bytes.copyOf(buffer, obus.index(), length));
    }

    /** Leaves the bits behind the size of the pictures. */
    @Nullable
    Av1Config read(Bytes obu) {
        int profile = (int) bits.bits(3);
        bits.skip(1); // still_picture
        if (profile > MAX_PROFILE || bits.flag()) { // reduced_still_picture_header
            return null;
        }
        timing();
        displayDelays = bits.flag();
        int points = (int) bits.bits(5) + 1;
        for (int i = 0; i < points && bits.ok(); i++) {
            operatingPoint(i == 0);
        }
        int widthBits = (int) bits.bits(4) + 1;
        int heightBits = (int) bits.bits(4) + 1;
        int width = (int) bits.bits(widthBits) + 1;
        int height = (int) bits.bits(heightBits) + 1;
        return bits.ok() ? new Av1Config(profile, level, tier, width, height, obu) : null;
    }

    /** timing_info() and decoder_model_info(), 5.5.3 and 5.5.4. */
    private void timing() {
        if (!bits.flag()) { // timing_info_present_flag
            return;
        }
        bits.skip(32 + 32); // num_units_in_display_tick, time_scale
        if (bits.flag()) { // equal_picture_interval
            bits.ue(); // num_ticks_per_picture_minus_1, uvlc(): 32 zeros and more are none of its values
        }
        decoderModel = bits.flag();
        if (decoderModel) {
            bufferDelayBits = (int) bits.bits(5) + 1;
            bits.skip(32 + 5 + 5); // num_units_in_decoding_tick and the lengths of two fields of frames
        }
    }

    private void operatingPoint(boolean first) {
        bits.skip(12); // operating_point_idc
        int itsLevel = (int) bits.bits(5);
        int itsTier = itsLevel > MAX_LEVEL_WITHOUT_TIER ? bits.bit() : 0;
        if (decoderModel && bits.flag()) {
            bits.skip(2 * bufferDelayBits + 1); // operating_parameters_info(), 5.5.5
        }
        if (displayDelays && bits.flag()) {
            bits.skip(4); // initial_display_delay_minus_1
        }
        level = first ? itsLevel : level;
        tier = first ? itsTier : tier;
    }
}
