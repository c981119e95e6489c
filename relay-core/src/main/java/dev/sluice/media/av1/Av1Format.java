package dev.sluice.media.av1;

import dev.sluice.media.Bytes;
import dev.sluice.media.h264.BitReader;

/**
 * How a stream's samples are coded, by the color_config() of its sequence header, AV1 specification 5.5.2.
 *
 * @param highBitDepth 10 bits, or 12 with {@code twelveBit}
 * @param subsamplingX whether chroma has half the columns
 * @param subsamplingY whether chroma has half the rows
 * @param chromaSamplePosition 0 unknown, 1 vertical, 2 colocated
 */
public record Av1Format(boolean highBitDepth, boolean twelveBit, boolean monochrome, boolean subsamplingX,
        boolean subsamplingY, int chromaSamplePosition) {
    private static final int BT_709 = 1;
    private static final int SRGB = 13;
    private static final int IDENTITY = 0;
    private static final int UNSPECIFIED = 2;

    /** @param sequenceHeader the OBU of an {@link dev.sluice.media.Av1Config}, which has been read before */
    public static Av1Format of(Bytes sequenceHeader) {
        var buffer = sequenceHeader.buffer();
        var obus = new Obus();
        obus.over(buffer);
        obus.next();
        var bits = BitReader.plain(buffer, obus.payloadIndex(), obus.payloadLength());
        int profile = (int) BitReader.plain(buffer, obus.payloadIndex(), obus.payloadLength()).bits(3);
        new Av1SequenceHeader(bits).read(sequenceHeader);
        tools(bits);
        return colours(profile, bits);
    }

    /** What stands between the size of the pictures and color_config(), 5.5.1. */
    private static void tools(BitReader bits) {
        bits.skip(bits.flag() ? 4 + 3 : 0); // frame_id_numbers_present_flag
        bits.skip(3 + 4); // superblocks, intra tools; inter tools
        boolean orderHint = bits.flag();
        bits.skip(orderHint ? 2 : 0);
        boolean chosenByFrame = bits.flag(); // seq_choose_screen_content_tools
        boolean screenContent = chosenByFrame || bits.flag(); // seq_force_screen_content_tools
        bits.skip(screenContent && !bits.flag() ? 1 : 0); // seq_choose_integer_mv, else seq_force_integer_mv
        bits.skip(orderHint ? 3 : 0);
        bits.skip(3); // superres, cdef, restoration
    }

    private static Av1Format colours(int profile, BitReader bits) {
        boolean high = bits.flag();
        boolean twelve = profile == 2 && high && bits.flag();
        boolean monochrome = profile != 1 && bits.flag();
        boolean described = bits.flag();
        int primaries = described ? (int) bits.bits(8) : UNSPECIFIED;
        int transfer = described ? (int) bits.bits(8) : UNSPECIFIED;
        int matrix = described ? (int) bits.bits(8) : UNSPECIFIED;
        if (monochrome) {
            return new Av1Format(high, twelve, true, true, true, 0);
        }
        if (primaries == BT_709 && transfer == SRGB && matrix == IDENTITY) {
            return new Av1Format(high, twelve, false, false, false, 0);
        }
        bits.skip(1); // color_range
        boolean halfColumns = profile == 0 || (profile == 2 && (!twelve || bits.flag()));
        boolean halfRows = profile == 0 || (twelve && halfColumns && bits.flag());
        int position = halfColumns && halfRows ? (int) bits.bits(2) : 0;
        return new Av1Format(high, twelve, false, halfColumns, halfRows, position);
    }
}
