package dev.sluice.media;

import dev.sluice.media.h264.BitWriter;
import dev.sluice.media.h264.H264Samples;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class AacConfigTest {
    /**
     * Those that end in 56e500 are FFmpeg 5.1's, {@code ffmpeg -f lavfi -i sine -t 0.2 -ar RATE -ac CHANNELS -c:a aac
     * [-profile:a aac_main|aac_ltp] -f mp4 out}; the others are written by table 1.15.
     */
    @ParameterizedTest
    @CsvSource({
            // hex, object type, rate, channels, output rate
            "121056e500,2,44100,2,44100", "118856e500,2,48000,1,48000", "11b056e500,2,48000,6,48000",
            "139056e500,2,22050,2,22050", "160856e500,2,7350,1,7350", "103856e500,2,96000,8,96000",
            "099056e500,1,48000,2,48000", "219056e500,4,48000,2,48000",
            // no extension at all, OBS's usual bytes
            "1190,2,48000,2,48000", "1210,2,44100,2,44100",
            // backward-compatible SBR, SBR and PS
            "139056e5a0,2,22050,2,44100", "138856e5a54880,2,22050,1,44100", "131056e598,2,24000,2,48000",
            // sync word with a foreign extension type, and with the flag off
            "121056e200,2,44100,2,44100",
            // hierarchical SBR (5) and PS (29)
            "2b920800,2,22050,2,44100", "eb8a0800,2,22050,1,44100"})
    void saysWhatTheBytesSay(String hex, int objectType, int sampleRate, int channels, int outputRate) {
        var asc = H264Samples.buffer(hex);
        assertThat(AacConfig.parse(asc))
                .isEqualTo(new AacConfig(objectType, sampleRate, channels, outputRate, Bytes.copyOf(asc)));
        assertThat(asc.readerIndex()).isZero();
    }

    @Test
    void readsExplicitFrequencies() {
        var config = parse(new BitWriter().bits(5, 2).bits(4, 15).bits(24, 23_456).bits(4, 2).bits(3, 0)
                .bits(11, 0x2b7).bits(5, 5).bits(1, 1).bits(4, 15).bits(24, 46_912));
        assertThat(config.sampleRate()).isEqualTo(23_456);
        assertThat(config.outputSampleRate()).isEqualTo(46_912);
    }

    @Test
    void readsErrorResilientTypesAndEscapes() {
        var lowDelay = parse(er(23).bits(1, 0).bits(1, 0).bits(1, 1).bits(3, 0).bits(1, 0).bits(2, 0));
        assertThat(lowDelay.objectType()).isEqualTo(23);
        var enhanced = parse(new BitWriter().bits(5, 31).bits(6, 7).bits(4, 3).bits(4, 1).bits(4, 0).bits(1, 0)
                .bits(4, 0).bits(2, 0));
        assertThat(enhanced.objectType()).isEqualTo(39);
        assertThat(enhanced.channels()).isEqualTo(1);
    }

    @Test
    void refusesWhatIsNotCarried() {
        refused(StableCode.CODEC_UNSUPPORTED, lc(0), "program config element");
        refused(StableCode.CODEC_UNSUPPORTED, lc(8), "channelConfiguration: found 8");
        refused(StableCode.CODEC_UNSUPPORTED, lc(13), "channelConfiguration: found 13");
        refused(StableCode.CODEC_UNSUPPORTED, er(3), "object type: found 3");
        refused(StableCode.CODEC_UNSUPPORTED, new BitWriter().bits(5, 31).bits(6, 10).bits(4, 3).bits(4, 2),
                "object type: found 42");
        refused(StableCode.CODEC_UNSUPPORTED, er(17).bits(3, 0).bits(2, 3), "error protection");
        refused(StableCode.CODEC_UNSUPPORTED,
                new BitWriter().bits(5, 31).bits(6, 7).bits(4, 3).bits(4, 1).bits(4, 0).bits(1, 1), "low delay SBR");
    }

    @Test
    void refusesWhatIsMalformed() {
        refused(StableCode.PROTOCOL_ERROR, new BitWriter(), "0 bytes that end too early");
        refused(StableCode.PROTOCOL_ERROR, new BitWriter().bits(5, 2).bits(3, 1), "1 bytes that end too early");
        refused(StableCode.PROTOCOL_ERROR, new BitWriter().bits(5, 2).bits(4, 13).bits(4, 2), "reserved index 13");
        refused(StableCode.PROTOCOL_ERROR, new BitWriter().bits(5, 2).bits(4, 15).bits(24, 0).bits(4, 2),
                "sampling frequency: found 0");
        refused(StableCode.PROTOCOL_ERROR, new BitWriter().bits(5, 2).bits(4, 3).bits(4, 2).bits(3, 2),
                "2 bytes that end too early");
        var large = catchThrowableOfType(ProtocolException.class,
                () -> AacConfig.parse(Unpooled.wrappedBuffer(new byte[257])));
        assertThat(large).hasMessageContaining("at most 256");
    }

    private static BitWriter lc(int channelConfiguration) {
        return new BitWriter().bits(5, 2).bits(4, 3).bits(4, channelConfiguration).bits(3, 0);
    }

    private static BitWriter er(int objectType) {
        return new BitWriter().bits(5, objectType).bits(4, 3).bits(4, 2);
    }

    private static AacConfig parse(BitWriter asc) {
        return AacConfig.parse(Unpooled.wrappedBuffer(asc.plain()));
    }

    private static void refused(StableCode code, BitWriter asc, String message) {
        var refused = catchThrowableOfType(ProtocolException.class, () -> parse(asc));
        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused).hasMessageContaining(message);
    }
}
