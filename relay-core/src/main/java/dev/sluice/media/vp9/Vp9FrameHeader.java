package dev.sluice.media.vp9;

import dev.sluice.media.Vp9Config;
import dev.sluice.media.h264.BitReader;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The uncompressed header at the start of a VP9 frame, up to the size of a key frame (VP9 specification 6.2). Borrows the
 * buffer and throws nothing.
 *
 * <pre>
 * frame_marker          2 bits  2
 * profile_low_bit       1
 * profile_high_bit      1
 * reserved_zero         1       (profile 3 only)
 * show_existing_frame   1       1: nothing follows that a key frame has
 * frame_type            1       0 is a key frame
 * show_frame            1
 * error_resilient_mode  1
 * frame_sync_code      24       49 83 42           (key frames only, as what follows)
 * color_config()
 * frame_width_minus_1  16
 * frame_height_minus_1 16
 * </pre>
 */
public final class Vp9FrameHeader {
    private static final int FRAME_MARKER = 2;
    private static final int SYNC_CODE = 0x498342;
    private static final int CS_RGB = 7;

    private Vp9FrameHeader() {}

    /** Whether the readable bytes start as a key frame does. */
    public static boolean key(ByteBuf frame) {
        var bits = BitReader.plain(frame, frame.readerIndex(), frame.readableBytes());
        return profileOfKeyFrame(bits) >= 0;
    }

    /** Of the key frame in the readable bytes; null where they are none. */
    public static @Nullable Vp9Config config(ByteBuf frame) {
        var bits = BitReader.plain(frame, frame.readerIndex(), frame.readableBytes());
        int profile = profileOfKeyFrame(bits);
        bits.skip(2); // show_frame, error_resilient_mode
        if (profile < 0 || bits.bits(24) != SYNC_CODE || !colors(bits, profile)) {
            return null;
        }
        int width = (int) bits.bits(16) + 1;
        int height = (int) bits.bits(16) + 1;
        return bits.ok() ? new Vp9Config(profile, width, height) : null;
    }

    /** Reads up to frame_type; below 0 where the frame is no key frame. */
    private static int profileOfKeyFrame(BitReader bits) {
        boolean marked = bits.bits(2) == FRAME_MARKER;
        int profile = bits.bit() | bits.bit() << 1;
        boolean reserved = profile == 3 && bits.flag();
        boolean existing = bits.flag();
        boolean inter = bits.flag();
        return marked && !reserved && !existing && !inter && bits.ok() ? profile : -1;
    }

    /** color_config(), 6.2.2; false where profile and colours contradict each other. */
    private static boolean colors(BitReader bits, int profile) {
        boolean subsampled = (profile & 1) == 0;
        bits.skip(profile >= 2 ? 1 : 0); // ten_or_twelve_bit
        if (bits.bits(3) == CS_RGB) {
            return !subsampled && !bits.flag();
        }
        bits.skip(subsampled ? 1 : 3); // color_range; subsampling_x, subsampling_y
        return subsampled || !bits.flag();
    }
}
