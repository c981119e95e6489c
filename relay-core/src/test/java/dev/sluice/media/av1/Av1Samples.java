package dev.sluice.media.av1;

import dev.sluice.media.Av1Config;
import dev.sluice.media.Bytes;
import dev.sluice.media.h264.BitWriter;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;

/**
 * Sequence headers as encoders wrote them ({@code ffmpeg -f lavfi -i testsrc2=size=SIZE -frames:v 1 -c:v ENCODER}, FFmpeg
 * 5.1; what they say is what {@code -bsf:v trace_headers} printed), and ones that none of them writes.
 */
final class Av1Samples {
    /** Every optional part: timing, decoder model, display delay, three operating points. */
    static final Sample FULL = synthetic("every optional part", full(), 0, 9, 1, 1280, 720);

    static final List<Sample> SEQUENCE_HEADERS = List.of(
            sample("libaom-av1 1280x720", "0a0b0000002d4cffb3cdaf9004", 0, 5, 0, 1280, 720),
            sample("libaom-av1 320x242 yuv444p", "0a0a200000043cffc4daf902", 1, 0, 0, 320, 242),
            sample("libaom-av1 318x240 yuv422p10le", "0a0b400000043cf7bcdaf94080", 2, 0, 0, 318, 240),
            sample("libaom-av1 640x360 av1_metadata=tick_rate=50:num_ticks_per_picture=2",
                    "0a140400000004000000ca8000006627fb39b5f20080", 0, 1, 0, 640, 360),
            sample("libsvtav1 640x360", "0a0b0000000cc4ff673efe4010", 0, 1, 0, 640, 360),
            sample("librav1e 320x180", "0a0e000000fa1e7f66210a88101010a0", 0, 31, 0, 320, 180), FULL);

    /** @param name encoder and its options */
    record Sample(String name, String hex, Av1Config config) {
        @Override
        public String toString() {
            return name;
        }
    }

    private Av1Samples() {}

    private static Sample sample(String name, String hex, int profile, int level, int tier, int width, int height) {
        var obu = Bytes.of(HexFormat.of().parseHex(hex));
        return new Sample(name, hex, new Av1Config(profile, level, tier, width, height, obu));
    }

    private static Sample synthetic(String name, byte[] payload, int profile, int level, int tier, int width,
            int height) {
        return sample(name, HexFormat.of().formatHex(obu(payload)), profile, level, tier, width, height);
    }

    /** A sequence header OBU of less than 128 bytes. */
    static byte[] obu(byte[] payload) {
        var out = new ByteArrayOutputStream();
        out.write(0x0a);
        out.write(payload.length);
        out.writeBytes(payload);
        return out.toByteArray();
    }

    private static byte[] full() {
        var bits = new BitWriter().bits(3, 0).flag(false).flag(false);
        bits.flag(true).bits(32, 1).bits(32, 50).flag(true).ue(3).flag(true).bits(5, 9).bits(32, 1).bits(5, 9).bits(5,
                9);
        bits.flag(true).bits(5, 2);
        bits.bits(12, 0x307).bits(5, 9).flag(true).flag(true).bits(10, 77).bits(10, 88).flag(true).flag(true).bits(4,
                3);
        bits.bits(12, 0x103).bits(5, 4).flag(false).flag(false);
        bits.bits(12, 0x101).bits(5, 8).flag(false).flag(false).flag(true).bits(4, 15);
        return bits.bits(4, 10).bits(4, 9).bits(11, 1279).bits(10, 719).plain();
    }
}
