package dev.sluice.pull.testkit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;

/** Builds FLV streams. The parameter sets are x264's, 640x360. */
public final class Flv {
    public static final String VIDEO_CONFIG = "17 00 000000 0142c01e ff e1 0019"
            + "6742c01ed900a02ff970110000030001000003003c8f162e48 01 0005 68cb83cb20";
    public static final String KEY_FRAME = "17 01 000000 00000003 65b804";
    public static final String FRAME = "27 01 000000 00000002 419a";
    public static final String AUDIO_CONFIG = "af 00 1210";
    public static final String AUDIO_FRAME = "af 01 2110";
    private static final HexFormat HEX = HexFormat.of();
    private static final int AUDIO = 8;
    private static final int VIDEO = 9;
    private static final int SCRIPT = 18;

    private final ByteBuf bytes = Unpooled.buffer();

    /** With the header of audio and video. */
    public static Flv stream() {
        return new Flv().raw("464c56 01 05 00000009");
    }

    /** The configurations at 0. */
    public static Flv configured() {
        return stream().script(0, "02 000a 6f6e4d65746144617461 05").video(0, VIDEO_CONFIG).audio(0, AUDIO_CONFIG);
    }

    public Flv raw(String hex) {
        bytes.writeBytes(HEX.parseHex(hex.replace(" ", "")));
        return this;
    }

    public Flv video(long time, String hex) {
        return tag(VIDEO, time, hex);
    }

    public Flv audio(long time, String hex) {
        return tag(AUDIO, time, hex);
    }

    public Flv script(long time, String hex) {
        return tag(SCRIPT, time, hex);
    }

    public Flv tag(int type, long time, String hex) {
        String body = hex.replace(" ", "");
        // the size of the tag before is wrong, as many writers have it
        return raw("000000ff %02x %06x %06x %02x 000000".formatted(type, body.length() / 2, time & 0xffffff, time >> 24)
                + body);
    }

    /** A key frame, and further frames every 40 ms, each with audio. */
    public Flv frames(long from, int count) {
        for (int i = 0; i < count; i++) {
            video(from + i * 40L, i == 0 ? KEY_FRAME : FRAME).audio(from + i * 40L, AUDIO_FRAME);
        }
        return this;
    }

    public byte[] bytes() {
        return ByteBufUtil.getBytes(bytes);
    }

    public ByteBuf buffer() {
        return Unpooled.wrappedBuffer(bytes());
    }
}
