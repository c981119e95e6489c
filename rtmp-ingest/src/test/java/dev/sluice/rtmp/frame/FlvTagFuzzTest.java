package dev.sluice.rtmp.frame;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.media.AacConfig;
import dev.sluice.media.H264Config;
import dev.sluice.media.h264.NalType;
import dev.sluice.media.h264.NalUnits;
import dev.sluice.rtmp.testkit.Hex;
import dev.sluice.rtmp.testkit.Tags;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class FlvTagFuzzTest {
    /** Tags one after the other: a byte 0 for audio or 1 for video, a length in two bytes, a body. */
    static Stream<byte[]> seeds() {
        return Stream.of(script("01", Tags.VIDEO_CONFIG) + script("01", Tags.KEY_FRAME),
                script("01", Tags.VIDEO_CONFIG.replace(" ff ", " fd ")) + script("01", "17 01 000000 0003 65b804"),
                script("01", "17 01 000000" + Tags.nal(Tags.SPS) + Tags.nal(Tags.PPS) + Tags.IDR),
                script("00", Tags.AUDIO_CONFIG) + script("00", Tags.AUDIO_FRAME), script("01", "90 68766331"))
                .map(Hex::bytes);
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
            assertThat(refused.code()).isIn(StableCode.PROTOCOL_ERROR, StableCode.CODEC_UNSUPPORTED);
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

    private static final class CheckingSink implements FrameSink {
        private boolean videoConfigured;
        private boolean audioConfigured;

        @Override
        public void video(H264Config config) {
            videoConfigured = true;
            assertThat(config.sps()).isNotEmpty();
            assertThat(config.pps()).isNotEmpty();
        }

        @Override
        public void audio(AacConfig config) {
            audioConfigured = true;
        }

        @Override
        public void writeVideo(long ptsMillis, long dtsMillis, boolean keyFrame, ByteBuf payload) {
            assertThat(videoConfigured).isTrue();
            assertThat(ptsMillis - dtsMillis).isBetween(-(1L << 23), (1L << 23) - 1);
            var nals = new NalUnits().lengthPrefixed(payload);
            boolean idr = false;
            int found = 0;
            while (nals.next()) {
                found++;
                idr |= nals.type() == NalType.IDR;
                assertThat(nals.type()).isNotIn(NalType.SPS, NalType.PPS, NalType.ACCESS_UNIT_DELIMITER,
                        NalType.FILLER);
            }
            assertThat(found).isPositive();
            assertThat(nals.malformed()).isFalse();
            assertThat(keyFrame).isEqualTo(idr);
            payload.release();
        }

        @Override
        public void writeAudio(long ptsMillis, ByteBuf payload) {
            assertThat(audioConfigured).isTrue();
            assertThat(payload.isReadable()).isTrue();
            payload.release();
        }

        @Override
        public void end(StableCode code, String reason, boolean clean) {}
    }
}
