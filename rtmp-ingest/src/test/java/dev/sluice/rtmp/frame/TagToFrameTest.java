package dev.sluice.rtmp.frame;

import dev.sluice.rtmp.testkit.Hex;
import dev.sluice.rtmp.testkit.RecordingSink;
import dev.sluice.rtmp.testkit.Tags;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TagToFrameTest {
    private static final String CONFIG_LINE = "video config 640x360 sps=1 pps=1";
    private static final String OTHER_LINE = "video config 638x358 sps=1 pps=1";
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
    void anotherCodecIsRefused() {
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> video(0, "90 68766331"))
                .withMessageContaining("hvc1").extracting(ProtocolException::code)
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
