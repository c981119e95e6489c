package dev.sluice.media.h264;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.List;

/**
 * Parameter sets and slices that libx264 wrote. The parameter sets came from
 * {@code ffmpeg -f lavfi -i testsrc2=size=SIZE:rate=25 -frames:v 6 OPTIONS -c:v libx264 -preset veryfast -f h264 out},
 * with FFmpeg 5.1 and the options that stand beside each; what they say is what {@code -bsf:v trace_headers} printed.
 */
public final class H264Samples {
    /** @param options of the encoder */
    public record SpsSample(String options, String hex, Sps sps) {
        @Override
        public String toString() {
            return options;
        }
    }

    /** The first 12 bytes of a slice NAL unit. */
    public record SliceSample(String hex, int firstMb, int sliceType) {}

    public static final List<SpsSample> SPS = List.of(
            sps("638x358 -pix_fmt yuv420p -profile:v baseline",
                    "6742c01eda0280bfa9b011000003000100000300320f162ea0", new Sps(66, 0xc0, 30, 638, 358, 0)),
            sps("1920x1080 -pix_fmt yuv420p -profile:v main -x264-params bframes=2",
                    "674d4028eca03c0113f2e022000003000200000300641e30632c", new Sps(77, 0x40, 40, 1920, 1080, 2)),
            sps("640x360 -pix_fmt yuv420p -profile:v high -bf 0",
                    "6764001eacb405017fcb80880000030008000003019078b175", new Sps(100, 0, 30, 640, 360, 0)),
            sps("176x144 -pix_fmt yuv420p -profile:v high -x264-params bframes=3:b-adapt=0",
                    "6764000bacd942c4ec0440000003004000000c83c50a6580", new Sps(100, 0, 11, 176, 144, 2)),
            sps("320x180 -pix_fmt yuv420p10le -bf 0", "676e000ca6cb40a0cfcf80880000030008000003019078a155",
                    new Sps(110, 0, 12, 320, 180, 0)),
            sps("320x242 -pix_fmt yuv422p -bf 0", "677a000dbcb40a043f1f80880000030008000003019078a155",
                    new Sps(122, 0, 13, 320, 242, 0)),
            sps("318x240 -pix_fmt yuv444p -bf 0", "67f4000d91968141fefc0440000003004000000c83c50aa8",
                    new Sps(244, 0, 13, 318, 240, 0)),
            sps("318x240 -pix_fmt gray -bf 0", "6764000df2d0283fdf80b640000003004000000c83c50aa8",
                    new Sps(100, 0, 13, 318, 240, 0)),
            sps("720x576 -pix_fmt yuv420p -flags +ildct+ilme -bf 0",
                    "6764001eace80b424d808800000300080000030190f8a155", new Sps(100, 0, 30, 720, 576, 0)),
            sps("718x486 -pix_fmt yuv422p -flags +ildct+ilme -bf 0",
                    "677a001ebce80b420f51d8088000000300800000190f8a1550", new Sps(122, 0, 30, 718, 486, 0)),
            sps("1920x1080 -pix_fmt yuv420p -flags +ildct+ilme -bf 2",
                    "67640028acd94078044fde0220000003002000000643e2c5b2c0", new Sps(100, 0, 40, 1920, 1080, 2)),
            sps("352x288 -pix_fmt yuv420p -bf 0 -x264-params nal-hrd=vbr:vbv-maxrate=500:vbv-bufsize=500",
                    "6764000dacb40b04b6022000000300200000064c04003d08000f425261003c50aa80",
                    new Sps(100, 0, 13, 352, 288, 0)),
            sps("352x288 -pix_fmt yuv420p10le -profile:v high10 -x264-params keyint=1",
                    "676e100da6cb82c12d80880000030008000003019020", new Sps(110, 0x10, 13, 352, 288, Sps.UNSAID)),
            sps("352x288 -pix_fmt yuv444p -qp 0 -bf 0", "67f4000d91d6816096c044000003000400000300c83c50aa80",
                    new Sps(244, 0, 13, 352, 288, 0)),
            sps("3840x2160 -pix_fmt yuv420p -bf 0", "67640033acb401e0021f6022000003000200000300641e306540",
                    new Sps(100, 0, 51, 3840, 2160, 0)),
            sps("16x16 -pix_fmt yuv420p -profile:v baseline", "6742c00ada7b011000000300100000030320f1226a",
                    new Sps(66, 0xc0, 10, 16, 16, 0)));

    public static final List<SliceSample> SLICES = List.of(new SliceSample("65888419f1088ac181087e02", 0, 7),
            new SliceSample("419a2067f3c20002271d2105", 0, 5), new SliceSample("419e414212fffeead889b24f", 0, 6),
            new SliceSample("019e62442dffbc83ca0d19ff", 0, 6), new SliceSample("6500f088840cffd2781eefa4", 480, 7),
            new SliceSample("4100f09a26219ffe9e515dfc", 480, 5), new SliceSample("65070221000dffd6781effbd", 55, 7),
            new SliceSample("4107068906217ffe80ea0ec0", 55, 5), new SliceSample("6588820b057fe1d7ad678dcb", 0, 7),
            new SliceSample("419a207e50", 0, 5));

    /**
     * 7 pictures of 2 slices each, 4 of them B: {@code ffmpeg -f lavfi -i testsrc2=size=32x32:rate=25 -frames:v 7
     * -pix_fmt yuv420p -c:v libx264 -preset veryfast -crf 40 -x264-params bframes=2:b-adapt=0:slices=2
     * -bsf:v filter_units=remove_types=6 -f h264 out}.
     */
    public static final String STREAM_WITH_B = "000000016764000aacd9496c0440000003004000000c83c48965800000000168ef839cb0"
            + "000001658884006710689c8562eebb6672644fa540279629e0fea5d1dc4aff6e7f469f3c9e605f6637186f053d8053c9f4ea7130"
            + "ee5e1bf37dd6506ad069a3f4e659ce75141ccad9b0ff85684ca077e3effe4ac0f352316fa52b3d7961b4dc387cdacfea273d0000"
            + "0165622100376f28d9e26f2b137796bafcc55f45aa694d365b716eee6ad84530a0785300000001419a23188effd9800000014166"
            + "88c622bfd38000000001419e414214fff081000001416790508effed8100000001019e62442dfff18000000101679891097fef80"
            + "00000001419a66344c42dff43f5a9c927ade157d2fac44ba9b7f9b110000014166998d131097de8100000001419e8445112c2dff"
            + "f1810000014167a111444b1dffed8100000001019ea5442dfffef7eb61a10000010167a951097fef81";

    /** The same with {@code bframes=0}. */
    public static final String STREAM_WITHOUT_B = "000000016764000aacb44b6022000003000200000300641e244d400000000168ef03"
            + "9cb000000165888419ff10689c8562eebb6672644fa540279629e0fea5d1dc4aff6e7f469f3c9e605f6637186f053d8053c9f4ea"
            + "7130ee5e1bf37dd6506ad069a3f4e659ce75141ccad9b0ff85684ca077e3effe4ac0f352316fa52b3d7961b4dc387cdacfea273d"
            + "0000016562210dff6f28d9e26f2b137796bafcc55f45aa694d365b716eee6ad84530a0785300000001419a26233fd78000000141"
            + "668989bfcc8000000001419a4623bfd981000001416691888fd18100000001419a6623bfd98000000141669988afd38000000001"
            + "419a86210fdd810000014166a188afd38100000001419aa6212ff27745d4f964ca2ee28eb1e9fc14bd450000014166a988efd981"
            + "00000001419ac6216fe3810000014166b1884bffde81";

    private H264Samples() {}

    public static ByteBuf buffer(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
    }

    private static SpsSample sps(String options, String hex, Sps sps) {
        return new SpsSample(options, hex, sps);
    }
}
