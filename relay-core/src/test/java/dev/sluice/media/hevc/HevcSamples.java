package dev.sluice.media.hevc;

import dev.sluice.media.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.List;

/**
 * Parameter sets that libx265 wrote: {@code ffmpeg -f lavfi -i testsrc2=size=SIZE:rate=25 -frames:v 6 OPTIONS -c:v libx265
 * -preset ultrafast -f hevc out}, with FFmpeg 5.1 and the size and {@code -x265-params} that stand beside each; what they
 * say is what {@code -bsf:v trace_headers} and ffprobe printed.
 */
public final class HevcSamples {
    /** @param options of the encoder */
    public record SpsSample(String options, String hex, Sps sps) {
        @Override
        public String toString() {
            return options;
        }
    }

    public static final List<SpsSample> SPS = List.of(
            sps("638x358 yuv420p bframes=0",
                    "42010101600000030090000003000003003fa005020171d4d96e92930bc05a020000030002000003003210",
                    new Sps(0, 1, 63, 638, 358, 0)),
            sps("1920x1080 yuv420p bframes=2:b-adapt=0",
                    "420101016000000300900000030000030078a003c0801107cb965644a4c2f0168080000003008000000c84",
                    new Sps(0, 1, 120, 1920, 1080, 2)),
            sps("640x360 yuv420p10le bframes=4:b-adapt=0",
                    "42010102200000030090000003000003003fa005020171f2b6595992930bc05a020000030002000003003210",
                    new Sps(0, 2, 63, 640, 360, 2)),
            sps("322x242 yuv422p10le bframes=0",
                    "4201010408000003009d0800000300003cb00a880407111ed96e92930bc05a020000030002000003003210",
                    new Sps(0, 4, 60, 322, 242, 0)),
            sps("318x238 yuv444p bframes=0",
                    "4201010408000003009e0800000300003c90014101e3bbcb7494985e02d0100000030010000003019080",
                    new Sps(0, 4, 60, 318, 238, 0)),
            sps("320x240 gray bframes=0",
                    "4201010408000003009fc800000300003cc028203c596e92930bc05b020000030002000003003210",
                    new Sps(0, 4, 60, 320, 240, 0)),
            sps("3840x2160 yuv420p bframes=0",
                    "420101016000000300900000030000030096a001e020021c596e92930bc05a020000030002000003003210",
                    new Sps(0, 1, 150, 3840, 2160, 0)),
            sps("352x288 yuv420p bframes=0:vbv-maxrate=500:vbv-bufsize=500:hrd=1",
                    "42010101600000030090000003000003003ca00b08048596e92930bc05a0200000030020000030032c0192cbc003d08000f424"
                            + "40",
                    new Sps(0, 1, 60, 352, 288, 0)),
            sps("320x176 yuv420p12le bframes=1",
                    "420101040800000300998800000300003ca00a080b114a59134a4c2f016808000003000800000300c840",
                    new Sps(0, 4, 60, 320, 176, 1)));

    /** The three sets of one stream, 64x48. */
    public static final Bytes VPS = bytes("40010c01ffff01600000030090000003000003001eba0240");
    public static final Bytes SMALL_SPS = bytes(
            "42010101600000030090000003000003001ea02083165bab932bc05a020000030002000003003210");
    public static final Bytes PPS = bytes("4401c173d089");

    private HevcSamples() {}

    public static ByteBuf buffer(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
    }

    public static Bytes bytes(String hex) {
        return Bytes.of(HexFormat.of().parseHex(hex));
    }

    private static SpsSample sps(String options, String hex, Sps sps) {
        return new SpsSample(options, hex, sps);
    }
}
