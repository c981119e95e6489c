package dev.sluice.rtmp.frame;

import dev.sluice.rtmp.testkit.Hex;
import dev.sluice.rtmp.testkit.RecordingSink;
import dev.sluice.rtmp.testkit.Tags;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TagToFrameTest {
    private static final String CONFIG_LINE = "video config 640x360 sps=1 pps=1";
    private static final String OTHER_LINE = "video config 638x358 sps=1 pps=1";
    private static final String HEVC_LINE = "video config HEVC 64x48 vps=1 sps=1 pps=1";
    private static final String KEY_LINE = "video 40 40 key 0000000365b804";

    private final RecordingSink sink = new RecordingSink();
    private final TagToFrame translator = new TagToFrame(sink, PooledByteBufAllocator.DEFAULT);

    @Test
    void aConfigurationThenFrames() {
        video(0, Tags.VIDEO_CONFIG);
        video(40, Tags.KEY_FRAME);
        video(80, "27 01 000014" + Tags.SLICE);
        audio(81, Tags.AUDIO_CONFIG);
        audio(82, Tags.AUDIO_FRAME);
        assertThat(sink.lines).containsExactly(CONFIG_LINE, KEY_LINE, "video 100 80 00000002419a",
                "audio config 44100/2", "audio 82 2110");
        assertThat(translator.frames()).isEqualTo(3);
    }

    @Test
    void aRepeatedConfigurationIsNoNews() {
        video(0, Tags.VIDEO_CONFIG);
        video(0, Tags.VIDEO_CONFIG);
        audio(0, Tags.AUDIO_CONFIG);
        audio(0, Tags.AUDIO_CONFIG);
        assertThat(sink.lines).containsExactly(CONFIG_LINE, "audio config 44100/2");
    }

    @Test
    void framesBeforeTheFirstConfigurationAreLeftOut() {
        video(0, Tags.KEY_FRAME);
        audio(0, Tags.AUDIO_FRAME);
        assertThat(sink.lines).isEmpty();
        video(0, Tags.VIDEO_CONFIG);
        video(40, Tags.KEY_FRAME);
        assertThat(sink.lines).containsExactly(CONFIG_LINE, KEY_LINE);
    }

    @Test
    void aChangedConfigurationIsTold() {
        video(0, Tags.VIDEO_CONFIG);
        video(0, Tags.OTHER_VIDEO_CONFIG);
        audio(0, Tags.AUDIO_CONFIG);
        audio(0, "af 00 1188");
        assertThat(sink.lines).containsExactly(CONFIG_LINE, OTHER_LINE, "audio config 44100/2", "audio config 48000/1");
    }

    @Test
    void setsInBandMakeAConfigurationWithoutASequenceHeader() {
        video(40, "17 01 000000" + Tags.nal(Tags.SPS) + Tags.nal(Tags.PPS) + Tags.IDR);
        assertThat(sink.lines).containsExactly(CONFIG_LINE, KEY_LINE);
    }

    @Test
    void setsInBandThatDifferChangeTheConfigurationBeforeTheFrame() {
        video(0, Tags.VIDEO_CONFIG);
        video(40, "17 01 000000" + Tags.nal(Tags.SPS) + Tags.nal(Tags.PPS) + Tags.IDR);
        video(40, "17 01 000000" + Tags.nal(Tags.OTHER_SPS) + Tags.nal(Tags.PPS) + Tags.IDR);
        assertThat(sink.lines).containsExactly(CONFIG_LINE, KEY_LINE, OTHER_LINE, KEY_LINE);
    }

    @Test
    void aHeaderWithoutSetsTellsTheLengthSizeOnly() {
        video(0, "17 00 000000 0142c01e fd e0 00");
        video(40, "17 01 000000 0019" + Tags.SPS + "0005" + Tags.PPS + "0003 65b804");
        assertThat(sink.lines).containsExactly(CONFIG_LINE, KEY_LINE);
    }

    @Test
    void lengthsThatDoNotAddUpLoseOneFrame() {
        video(0, Tags.VIDEO_CONFIG);
        video(40, "17 01 000000 000000ff 65");
        video(40, Tags.KEY_FRAME);
        assertThat(sink.lines).containsExactly(CONFIG_LINE, KEY_LINE);
        assertThat(translator.invalid()).isEqualTo(1);
    }

    @Test
    void hevcAsH264() {
        video(0, Tags.HEVC_CONFIG);
        video(40, Tags.HEVC_KEY_FRAME);
        video(80, "a1 68766331 000014" + Tags.HEVC_SLICE);
        video(120, "a3 68766331" + Tags.HEVC_SLICE);
        assertThat(sink.lines).containsExactly(HEVC_LINE, "video 40 40 key 000000042601af04",
                "video 100 80 000000030201d0", "video 120 120 000000030201d0");
    }

    @Test
    void hevcWithItsSetsInBandAndByCodecId() {
        video(40, "1c 01 000000" + Tags.nal(Tags.HEVC_VPS) + Tags.nal(Tags.HEVC_SPS) + Tags.nal(Tags.HEVC_PPS)
                + Tags.HEVC_IDR);
        assertThat(sink.lines).containsExactly(HEVC_LINE, "video 40 40 key 000000042601af04");
    }

    @ParameterizedTest
    @ValueSource(strings = {Tags.AV1_HEADER, ""})
    void av1TellsItsConfigurationAheadOrInTheKeyFrame(String configObus) {
        video(0, "90 61763031");
        video(0, "91 61763031" + Tags.AV1_INTER);
        video(0, "90 61763031" + Tags.AV1C + configObus);
        video(0, Tags.AV1_KEY_FRAME);
        video(40, "a1 61763031" + Tags.AV1_INTER);
        assertThat(sink.lines).containsExactly("video config AV1 640x360",
                "video 0 0 key " + Tags.AV1_HEADER + "320210aa", "video 40 40 320230aa");
    }

    @Test
    void vp9AndVp8TellTheirsInTheKeyFrame() {
        video(0, "90 76703039 0100000000 0b82020202 0000");
        video(0, "91 76703039" + Tags.VP9_INTER);
        video(40, "91 76703039" + Tags.VP9_KEY);
        video(80, "91 76703038" + Tags.VP8_KEY);
        video(120, "a1 76703038" + Tags.VP8_INTER);
        assertThat(sink.lines).containsExactly("video config VP9 320x180", "video 40 40 key 824983422013f00b30",
                "video config VP8 320x180", "video 80 80 key 1002009d012a4001b400", "video 120 120 110200");
    }

    @Test
    void opusWithAndWithoutItsHeader() {
        audio(0, Tags.OPUS_FRAME);
        audio(20, Tags.OPUS_CONFIG);
        audio(20, Tags.OPUS_CONFIG.replace("01 02", "01 01"));
        audio(20, Tags.OPUS_FRAME);
        assertThat(sink.lines).containsExactly("audio config opus/2", "audio 0 fcfffe", "audio config opus/1",
                "audio 20 fcfffe");
    }

    /** What comes before the new codec's configuration is left out, and it needs one each time. */
    @Test
    void theCodecChangesAndChangesBack() {
        video(0, Tags.VIDEO_CONFIG);
        video(40, Tags.KEY_FRAME);
        video(40, Tags.HEVC_KEY_FRAME);
        video(40, Tags.HEVC_CONFIG);
        video(40, Tags.HEVC_KEY_FRAME);
        video(40, Tags.KEY_FRAME);
        video(40, Tags.VIDEO_CONFIG);
        video(40, Tags.KEY_FRAME);
        audio(0, Tags.AUDIO_CONFIG);
        audio(0, Tags.OPUS_FRAME);
        audio(0, Tags.AUDIO_FRAME);
        audio(0, Tags.AUDIO_CONFIG);
        audio(0, Tags.AUDIO_FRAME);
        assertThat(sink.lines).containsExactly(CONFIG_LINE, KEY_LINE, HEVC_LINE, "video 40 40 key 000000042601af04",
                CONFIG_LINE, KEY_LINE, "audio config 44100/2", "audio config opus/2", "audio 0 fcfffe",
                "audio config 44100/2", "audio 0 2110");
    }

    @Test
    void eachVideoTrackIsAnEncoding() {
        video(0, Tags.VIDEO_CONFIG);
        video(0, "96 00 61766331 02" + Tags.AVCC);
        video(40, "96 21 61766331 00 00000a 000000" + Tags.IDR + "61766331 02 00000a 000000" + Tags.IDR);
        assertThat(sink.lines).containsExactly(CONFIG_LINE, "video/2 config 640x360 sps=1 pps=1", KEY_LINE,
                "video/2 40 40 key 0000000365b804");
        assertThat(translator.frames()).isEqualTo(2);
    }

    @Test
    void videoTracksAreBounded() {
        for (int track = 0; track < TagToFrame.MAX_VIDEO_TRACKS; track++) {
            video(0, "96 01 61763031 %02x".formatted(track) + Tags.AV1_HEADER + Tags.AV1_KEY);
        }
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> video(0, "96 01 61763031 ff" + Tags.AV1_KEY)).extracting(ProtocolException::code)
                .isEqualTo(StableCode.LIMIT_EXCEEDED);
    }

    @Test
    void onlyTheFirstAudioTrackIsCarried() {
        audio(0, "95 01 4f707573 00 fc01");
        audio(0, "95 01 4f707573 01 fc02");
        audio(0, "95 01 61632d33 02 0b77");
        assertThat(sink.lines).containsExactly("audio config opus/2", "audio 0 fc01");
        assertThat(translator.otherAudio()).isEqualTo(2);
    }

    @Test
    void anotherCodecIsRefused() {
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> video(0, "90 76766331"))
                .withMessageContainingAll("vvc1", "hvc1").extracting(ProtocolException::code)
                .isEqualTo(StableCode.CODEC_UNSUPPORTED);
    }

    private void video(long millis, String hex) {
        var body = PooledByteBufAllocator.DEFAULT.buffer().writeBytes(Hex.bytes(hex));
        try {
            translator.video(millis, body);
        } finally {
            body.release();
        }
    }

    private void audio(long millis, String hex) {
        var body = PooledByteBufAllocator.DEFAULT.buffer().writeBytes(Hex.bytes(hex));
        try {
            translator.audio(millis, body);
        } finally {
            body.release();
        }
    }
}
