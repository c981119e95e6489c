package dev.sluice.transcode.ffmpeg;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.media.AacConfig;
import dev.sluice.media.Bytes;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.transcode.AudioDecoder;
import dev.sluice.transcode.Pcm;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any configuration and any frames: a refusal or sound within bounds, never a fallen process. The input is one byte for
 * the object type and channels, one for the configuration's length, the configuration, then frames of two bytes of
 * length each.
 */
class FfmpegAacDecoderFuzzTest {
    private static final int[] OBJECT_TYPES = {1, 2, 4, 17, 23, 39};

    static Stream<byte[]> seeds() {
        var aac = AacEncoder.encode(AacEncoder.tone(1_000, 48_000), 48_000, 2, 0.1).frames();
        return Stream.of("021190", "042b118800", "04eb098800", "020990", "008990", "f8e62000").map(head -> {
            var asc = HexFormat.of().parseHex(head.substring(2));
            var seed = Unpooled.buffer().writeByte(Integer.parseInt(head, 0, 2, 16)).writeByte(asc.length)
                    .writeBytes(asc);
            aac.forEach(frame -> seed.writeShort(frame.data().length()).writeBytes(frame.data().buffer()));
            return ByteBufUtil.getBytes(seed);
        });
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5s")
    void anyConfigurationAndFrames(byte[] bytes) {
        var input = Unpooled.wrappedBuffer(bytes);
        if (input.readableBytes() < 2) {
            return;
        }
        int choice = input.readUnsignedByte();
        int channels = 1 + (choice >> 1) % 2;
        var asc = Bytes.copyOf(input.readSlice(Math.min(input.readUnsignedByte(), input.readableBytes())));
        var config = new AacConfig(OBJECT_TYPES[choice % OBJECT_TYPES.length], 48_000, 2, 48_000, asc);
        try (var decoder = FfmpegCodecsTest.codecs().aacDecoder(config, channels)) {
            decode(decoder, input, new Pcm(channels));
        } catch (ProtocolException refused) {
            assertThat(refused.code()).isEqualTo(StableCode.CODEC_UNSUPPORTED);
        }
    }

    private static void decode(AudioDecoder decoder, ByteBuf input, Pcm out) {
        while (input.readableBytes() > 2) {
            var frame = input.readSlice(Math.min(input.readUnsignedShort(), input.readableBytes()));
            if (decoder.decode(frame, out)) {
                assertThat(out.length()).isBetween(1, 4_096);
                assertThat(out.rate()).isBetween(7_350, 192_000);
                assertThat(decoder.delay()).isBetween(0, 10_000);
            }
            assertThat(frame.readerIndex()).isZero();
        }
    }
}
