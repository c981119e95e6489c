package dev.sluice.transcode.ffmpeg;

import dev.sluice.media.AacConfig;
import dev.sluice.media.Bytes;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.transcode.OpusSettings;
import dev.sluice.transcode.Pcm;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FfmpegCodecsTest {
    /** Kept from run to run, because unpacking costs a second. */
    private static final Path CACHE = Path.of(System.getProperty("java.io.tmpdir"), "sluice-test-natives");

    private static final FfmpegCodecs CODECS = FfmpegCodecs.load(CACHE, ByteBufAllocator.DEFAULT);

    static FfmpegCodecs codecs() {
        return CODECS;
    }

    private static AacConfig config(int objectType, String asc) {
        return new AacConfig(objectType, 48_000, 2, 48_000, Bytes.of(HexFormat.of().parseHex(asc)));
    }

    @Test
    void loadingQuietsTheLogAndLiftsTheMemoryCheck() {
        codecs();
        assertThat(avutil.av_log_get_level()).isEqualTo(avutil.AV_LOG_QUIET);
        assertThat(Pointer.maxPhysicalBytes()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"empty, 2, ''", "cut short, 2, 11", "reserved rate, 2, 1690", "USAC by its type, 42, 1190",
            "USAC in the bytes, 2, f948", "scalable, 6, 3190"})
    void aConfigurationThatCannotBeDecodedIsRefused(String name, int objectType, String asc) {
        assertThatThrownBy(() -> codecs().aacDecoder(config(objectType, asc), 2)).describedAs(name)
                .isInstanceOfSatisfying(ProtocolException.class,
                        refused -> assertThat(refused.code()).isEqualTo(StableCode.CODEC_UNSUPPORTED));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8_193, 100_000})
    void framesOfImpossibleLengthAreRefused(int length) {
        try (var decoder = codecs().aacDecoder(config(2, "1190"), 2)) {
            assertThat(decoder.decode(Unpooled.wrappedBuffer(new byte[length]), new Pcm(2))).isFalse();
        }
    }

    @Test
    void anAdtsHeaderDoesNotReconfigureTheDecoder() {
        var aac = AacEncoder.encode(AacEncoder.tone(1_000, 48_000), 48_000, 2, 1);
        var adts = Unpooled.wrappedBuffer(HexFormat.of().parseHex("fff15c4002dffc"),
                aac.frames().get(9).data().toArray());
        var out = new Pcm(2);
        try (var decoder = codecs().aacDecoder(aac.config(), 2)) {
            assertThat(decoder.decode(aac.frames().get(8).data().buffer(), out)).isTrue();
            assertThat(decoder.decode(adts, out)).isFalse();
            assertThat(decoder.decode(aac.frames().get(9).data().buffer(), out)).isTrue();
            assertThat(out.rate()).isEqualTo(48_000);
            assertThat(out.length()).isEqualTo(1_024);
        }
    }

    @Test
    void theFrameIsOnlyBorrowed() {
        var aac = AacEncoder.encode(AacEncoder.tone(1_000, 48_000), 48_000, 1, 1);
        var frame = Unpooled.directBuffer().writeZero(3).writeBytes(aac.frames().get(5).data().toArray()).skipBytes(3);
        try (var decoder = codecs().aacDecoder(aac.config(), 1)) {
            assertThat(decoder.decode(frame, new Pcm(1))).isTrue();
        }
        assertThat(frame.readerIndex()).isEqualTo(3);
        assertThat(frame.release()).isTrue();
    }

    @Test
    void closedCodecsAnswerWithNothing() {
        var decoder = codecs().aacDecoder(config(2, "1190"), 2);
        var encoder = codecs().opusEncoder(OpusSettings.DEFAULT, 2);
        var resampler = codecs().resampler(44_100, 2);
        for (int i = 0; i < 2; i++) {
            decoder.close();
            encoder.close();
            resampler.close();
        }
        var sound = new Pcm(2);
        sound.size(960, 48_000);
        decoder.reset();
        resampler.compensate(1, 48_000);
        resampler.resample(sound, sound);
        assertThat(sound.length() + resampler.delay()).isZero();
        assertThat(decoder.decode(Unpooled.wrappedBuffer(new byte[10]), sound)).isFalse();
        assertThat(encoder.encode(sound)).isNull();
    }

    @Test
    void soundThatIsNoNumberIsEncoded() {
        var sound = new Pcm(2);
        sound.size(960, 48_000);
        try (var encoder = codecs().opusEncoder(OpusSettings.DEFAULT, 2)) {
            for (float value : new float[]{Float.NaN, Float.POSITIVE_INFINITY, Float.MAX_VALUE, -1e30f, 0}) {
                Arrays.fill(sound.samples(), value);
                var packet = Objects.requireNonNull(encoder.encode(sound));
                assertThat(packet.readableBytes()).isPositive();
                packet.release();
            }
        }
    }
}
