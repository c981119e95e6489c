package dev.sluice.transcode.ffmpeg;

import dev.sluice.media.AacConfig;
import dev.sluice.media.Bytes;
import dev.sluice.transcode.AacToOpus;
import dev.sluice.transcode.OpusSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bytes that no encoder sends: they may cost sound, never the process. How many is set by a property, for long runs.
 */
class HostileAacTest {
    private static final int FRAMES = Integer.getInteger("sluice.hostileFrames", 400);
    private static final OpusSettings QUICK = new OpusSettings(64_000, 20, 0, "lowdelay", 0);

    private final Random random = new Random(Long.getLong("sluice.seed", 1));
    private final AacEncoder.Stream good = AacEncoder.encode(AacEncoder.tone(440, 48_000), 48_000, 2, 1);
    private long packets;
    private long end;
    private long breaks;

    private void take(long pts, int samples, ByteBuf packet) {
        assertThat(packet.readableBytes()).isBetween(1, 1_276);
        breaks += packets > 0 && pts != end ? 1 : 0;
        packet.release();
        end = pts + samples;
        packets++;
    }

    private byte[] frame(String kind, int number) {
        var real = good.frames().get(number % good.frames().size()).data().toArray();
        return switch (kind) {
            case "flipped" -> flip(real, 1 + random.nextInt(8));
            case "cut" -> Arrays.copyOf(real, random.nextInt(real.length));
            case "grown" -> Arrays.copyOf(real, real.length + random.nextInt(600));
            default -> random(random.nextInt(1_200));
        };
    }

    private byte[] flip(byte[] bytes, int bits) {
        for (int i = 0; i < bits; i++) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private byte[] random(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** LC stereo, mono, 5.1; SBR and PS announced; Main, LTP, error resilient LC, LD and ELD. */
    @ParameterizedTest
    @CsvSource({"1190, 2, flipped", "1190, 2, random", "1190, 2, cut", "1190, 2, grown", "1188, 2, random",
            "11b0, 2, random",
            "2b118800, 2, flipped", "2b118800, 2, random", "eb098800, 2, random", "0990, 1, random",
            "2190, 4, flipped", "8990, 17, random", "b990, 23, random", "f8e62000, 39, random"})
    void anyFrameIsSoundOrSilence(String asc, int objectType, String kind) {
        var config = new AacConfig(objectType, 48_000, 2, 48_000, Bytes.of(HexFormat.of().parseHex(asc)));
        try (var opus = new AacToOpus(FfmpegCodecsTest.codecs(), config, 48_000, QUICK, this::take)) {
            var first = good.frames().getFirst().data().toArray();
            opus.offer(0, Unpooled.wrappedBuffer(first));
            for (int i = 1; i < FRAMES; i++) {
                opus.offer(i * 1_024L, Unpooled.wrappedBuffer(frame(kind, i)));
            }
            assertThat(opus.totals().packets()).isEqualTo(packets);
            assertThat(breaks).isLessThanOrEqualTo(opus.totals().jumps());
        }
    }
}
