package dev.sluice.rtmp.frame;

import dev.sluice.media.AudioConfig;
import dev.sluice.media.CodecConfig;
import dev.sluice.media.EncodedFrame;
import dev.sluice.media.TrackInfo;
import dev.sluice.media.VideoConfig;
import dev.sluice.rtmp.testkit.Hex;
import dev.sluice.rtmp.testkit.Tags;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class FrameToTagTest {
    private final RecordingTags tags = new RecordingTags();
    private final FrameToTag translator = new FrameToTag(tags, PooledByteBufAllocator.DEFAULT);

    /** Tags of a configuration, a key frame and another one, in the one form that we write. */
    static Stream<Arguments> streams() {
        return Stream.of(arguments("H.264", Tags.VIDEO_CONFIG, Tags.KEY_FRAME, "27 01 000021" + Tags.SLICE),
                arguments("H.264 before its time", Tags.VIDEO_CONFIG, Tags.KEY_FRAME, "27 01 ffffff" + Tags.SLICE),
                arguments("HEVC", null, "93 68766331" + Tags.HEVC_IDR, "a1 68766331 000021" + Tags.HEVC_SLICE),
                arguments("AV1", null, Tags.AV1_KEY_FRAME, "a1 61763031" + Tags.AV1_INTER),
                arguments("VP9", null, "91 76703039" + Tags.VP9_KEY, "a1 76703039" + Tags.VP9_INTER),
                arguments("VP8", null, "91 76703038" + Tags.VP8_KEY, "a1 76703038" + Tags.VP8_INTER),
                arguments("AAC", Tags.AUDIO_CONFIG, Tags.AUDIO_FRAME, "af 01 2112"),
                arguments("Opus", null, Tags.OPUS_FRAME, "91 4f707573 fcaaaa"));
    }

    /** Tags make frames, the frames make the same tags again, and a configuration of which they make the same. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void writesWhatIsReadAsTheSame(String name, @Nullable String config, String first, String second) {
        boolean audio = name.equals("AAC") || name.equals("Opus");
        var known = config != null ? config : audio ? Tags.OPUS_CONFIG : configOf(name);
        var read = frames(audio, known, first, second);
        read.forEach(translator::write);
        assertThat(tags.lines.subList(1, 3)).containsExactly(plain("40 " + first), plain("80 " + second));
        if (config != null) {
            assertThat(tags.lines).first().isEqualTo(plain("40 " + config));
        }
        var again = frames(audio,
                tags.lines.stream().map(line -> line.substring(line.indexOf(' ') + 1)).toArray(String[]::new));
        assertThat(again).extracting(frame -> frame.track().config()).containsExactlyElementsOf(
                read.stream().map(frame -> frame.track().config()).toList());
        read.forEach(EncodedFrame::release);
        again.forEach(EncodedFrame::release);
    }

    private static String configOf(String name) {
        return switch (name) {
            case "HEVC" -> Tags.HEVC_CONFIG;
            case "AV1" -> Tags.AV1_CONFIG;
            default -> "";
        };
    }

    private static String plain(String line) {
        int blank = line.indexOf(' ') + 1;
        return line.substring(0, blank) + line.substring(blank).replace(" ", "");
    }

    /** Every tag 40 ms behind the one before; the first is at 0. */
    private static List<EncodedFrame> frames(boolean audio, String... tags) {
        var sink = new FramesSink();
        var reader = new TagToFrame(sink, PooledByteBufAllocator.DEFAULT);
        for (int i = 0; i < tags.length; i++) {
            var body = PooledByteBufAllocator.DEFAULT.buffer().writeBytes(Hex.bytes(tags[i]));
            if (audio) {
                reader.audio(i * 40L, body);
            } else {
                reader.video(i * 40L, body);
            }
            body.release();
        }
        return sink.frames;
    }

    @Test
    void aChangedConfigurationGoesInFront() {
        var read = frames(false, Tags.VIDEO_CONFIG, Tags.KEY_FRAME, Tags.OTHER_VIDEO_CONFIG, Tags.KEY_FRAME,
                Tags.KEY_FRAME);
        read.forEach(translator::write);
        assertThat(tags.lines).containsExactly(plain("40 " + Tags.VIDEO_CONFIG), plain("40 " + Tags.KEY_FRAME),
                plain("120 " + Tags.OTHER_VIDEO_CONFIG), plain("120 " + Tags.KEY_FRAME),
                plain("160 " + Tags.KEY_FRAME));
        read.forEach(EncodedFrame::release);
    }

    @Test
    void aDroppedConfigurationIsSentAgainAndNoFrameWithoutIt() {
        var read = frames(false, Tags.VIDEO_CONFIG, Tags.KEY_FRAME, Tags.KEY_FRAME);
        tags.full = true;
        assertThat(translator.write(read.getFirst())).isFalse();
        tags.full = false;
        assertThat(translator.write(read.getLast())).isTrue();
        assertThat(tags.lines).containsExactly(plain("80 " + Tags.VIDEO_CONFIG), plain("80 " + Tags.KEY_FRAME));
        read.forEach(EncodedFrame::release);
    }

    @Test
    void timesOfAnyClockBecomeMilliseconds() {
        var read = frames(false, Tags.VIDEO_CONFIG, Tags.KEY_FRAME);
        var config = read.getFirst().track().config();
        var frame = new EncodedFrame(new TrackInfo("video", 90_000, config), 0, 90_179, 90_000, true, 0,
                read.getFirst().payload());
        translator.write(frame);
        assertThat(tags.lines).last().isEqualTo(plain("1000 17 01 000001" + Tags.IDR));
        frame.release();
    }

    /** A line per tag: {@code millis body}. */
    private static final class RecordingTags implements TagSink {
        private final List<String> lines = new ArrayList<>();
        private boolean full;

        @Override
        public boolean writeAudio(long millis, ByteBuf body) {
            return write(millis, body);
        }

        @Override
        public boolean writeVideo(long millis, ByteBuf body) {
            return write(millis, body);
        }

        private boolean write(long millis, ByteBuf body) {
            if (!full) {
                lines.add(millis + " " + Hex.of(body));
            }
            body.release();
            return !full;
        }
    }

    /** Makes frames of what it is given, with a clock of milliseconds. */
    private static final class FramesSink implements FrameSink {
        private final List<EncodedFrame> frames = new ArrayList<>();
        private @Nullable TrackInfo video;
        private @Nullable TrackInfo audio;

        @Override
        public void video(String encoding, VideoConfig config) {
            video = track(config);
        }

        @Override
        public void audio(AudioConfig config) {
            audio = track(config);
        }

        private static TrackInfo track(CodecConfig config) {
            return new TrackInfo(TrackInfo.id(config.codec().kind(), ""), 1000, config);
        }

        @Override
        public void writeVideo(String encoding, long ptsMillis, long dtsMillis, boolean keyFrame, ByteBuf payload) {
            frames.add(new EncodedFrame(Objects.requireNonNull(video), 0, ptsMillis, dtsMillis, keyFrame, 0, payload));
        }

        @Override
        public void writeAudio(long ptsMillis, ByteBuf payload) {
            frames.add(new EncodedFrame(Objects.requireNonNull(audio), 0, ptsMillis, ptsMillis, true, 0, payload));
        }

        @Override
        public void end(StableCode code, String reason, boolean clean) {}
    }
}
