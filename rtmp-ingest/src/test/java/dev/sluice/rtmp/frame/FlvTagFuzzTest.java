package dev.sluice.rtmp.frame;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.media.AudioConfig;
import dev.sluice.media.VideoConfig;
import dev.sluice.media.av1.ObuType;
import dev.sluice.media.av1.Obus;
import dev.sluice.media.h264.NalType;
import dev.sluice.media.h264.NalUnits;
import dev.sluice.rtmp.testkit.Hex;
import dev.sluice.rtmp.testkit.TagCases;
import dev.sluice.rtmp.testkit.Tags;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class FlvTagFuzzTest {
    /** Tags one after the other: a byte 0 for audio or 1 for video, a length in two bytes, a body. */
    static Stream<byte[]> seeds() {
        var dialogs = Stream.of(script("01", Tags.VIDEO_CONFIG) + script("01", Tags.KEY_FRAME),
                script("01", Tags.VIDEO_CONFIG.replace(" ff ", " fd ")) + script("01", "17 01 000000 0003 65b804"),
                script("01", "17 01 000000" + Tags.nal(Tags.SPS) + Tags.nal(Tags.PPS) + Tags.IDR),
                script("00", Tags.AUDIO_CONFIG) + script("00", Tags.AUDIO_FRAME), script("01", "90 76766331"),
                script("01", Tags.HEVC_CONFIG) + script("01", Tags.HEVC_KEY_FRAME),
                script("01", Tags.AV1_CONFIG) + script("01", "91 61763031 1200" + Tags.AV1_KEY),
                script("01", Tags.AV1_KEY_FRAME) + script("01", "96 00 61763031 01" + Tags.AV1_INTER),
                script("01", "91 76703039" + Tags.VP9_KEY) + script("01", "91 76703038" + Tags.VP8_KEY),
                script("00", Tags.OPUS_CONFIG) + script("00", Tags.OPUS_FRAME));
        var tags = Stream.concat(TagCases.video().map(each -> script("01", each.hex())),
                TagCases.audio().map(each -> script("00", each.hex())));
        return Stream.concat(dialogs, tags).map(Hex::bytes);
    }

    private static String script(String kind, String body) {
        String plain = body.replace(" ", "");
        return kind + "%04x".formatted(plain.length() / 2) + plain;
    }

    /** Whatever comes, frames keep their promises, and nothing but a refusal stops the stream. */
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5s")
    void translates(byte[] data) {
        var translator = new TagToFrame(new CheckingSink(), PooledByteBufAllocator.DEFAULT);
        var in = Unpooled.wrappedBuffer(data);
        try {
            while (in.readableBytes() > 3) {
                boolean video = in.readByte() != 0;
                int length = Math.min(in.readUnsignedShort(), in.readableBytes());
                tag(translator, video, in.readSlice(length));
            }
        } catch (ProtocolException refused) {
            assertThat(refused.code()).isIn(StableCode.PROTOCOL_ERROR, StableCode.CODEC_UNSUPPORTED,
                    StableCode.LIMIT_EXCEEDED);
        }
    }

    private static void tag(TagToFrame translator, boolean video, ByteBuf bytes) {
        var body = PooledByteBufAllocator.DEFAULT.buffer().writeBytes(bytes);
        try {
            if (video) {
                translator.video(0, body);
            } else {
                translator.audio(0, body);
            }
        } finally {
            body.release();
        }
    }

    /** Frames follow a configuration, and have the form that its codec has. */
    private static final class CheckingSink implements FrameSink {
        private final Map<String, VideoConfig> videos = new HashMap<>();
        private @Nullable AudioConfig audio;

        @Override
        public void video(String encoding, VideoConfig config) {
            assertThat(config).isNotEqualTo(videos.put(encoding, config));
            assertThat(config.width()).isPositive();
            assertThat(videos).hasSizeLessThanOrEqualTo(TagToFrame.MAX_VIDEO_TRACKS);
        }

        @Override
        public void audio(AudioConfig config) {
            assertThat(config).isNotEqualTo(audio);
            audio = config;
        }

        @Override
        public void writeVideo(String encoding, long ptsMillis, long dtsMillis, boolean keyFrame, ByteBuf payload) {
            assertThat(ptsMillis - dtsMillis).isBetween(-(1L << 23), (1L << 23) - 1);
            assertThat(payload.isReadable()).isTrue();
            switch (Objects.requireNonNull(videos.get(encoding)).codec()) {
                case H264 -> assertThat(h264Types(payload)).isNotEmpty()
                        .doesNotContain(NalType.SPS, NalType.PPS, NalType.ACCESS_UNIT_DELIMITER, NalType.FILLER)
                        .satisfies(types -> assertThat(types.contains(NalType.IDR)).isEqualTo(keyFrame));
                case HEVC -> assertThat(hevcTypes(payload)).isNotEmpty().doesNotContain(32, 33, 34, 35, 38)
                        .satisfies(types -> assertThat(types.stream().anyMatch(type -> type >= 16 && type <= 23))
                                .isEqualTo(keyFrame));
                case AV1 -> assertThat(obus(payload)).contains("frame").doesNotContain("delimiter", "unsized")
                        .satisfies(obus -> assertThat(obus.contains("header") || !keyFrame).isTrue());
                default -> {
                }
            }
            payload.release();
        }

        private static List<Integer> h264Types(ByteBuf payload) {
            var nals = new NalUnits().lengthPrefixed(payload);
            var types = new ArrayList<Integer>();
            while (nals.next()) {
                types.add(nals.type());
            }
            assertThat(nals.malformed()).isFalse();
            return types;
        }

        private static List<Integer> hevcTypes(ByteBuf payload) {
            var nals = new NalUnits().lengthPrefixed(payload);
            var types = new ArrayList<Integer>();
            while (nals.next()) {
                types.add(dev.sluice.media.hevc.NalType.of(payload.getByte(nals.index())));
            }
            assertThat(nals.malformed()).isFalse();
            return types;
        }

        private static List<String> obus(ByteBuf payload) {
            var obus = new Obus().over(payload);
            var found = new ArrayList<String>();
            while (obus.next()) {
                found.add((obus.header() & Obus.HAS_SIZE) == 0 ? "unsized" : switch (obus.type()) {
                    case ObuType.SEQUENCE_HEADER -> "header";
                    case ObuType.TEMPORAL_DELIMITER -> "delimiter";
                    default -> obus.startsFrame() ? "frame" : "other";
                });
            }
            assertThat(obus.malformed()).isFalse();
            return found;
        }

        @Override
        public void writeAudio(long ptsMillis, ByteBuf payload) {
            assertThat(audio).isNotNull();
            assertThat(payload.isReadable()).isTrue();
            payload.release();
        }

        @Override
        public void end(StableCode code, String reason, boolean clean) {}
    }
}
