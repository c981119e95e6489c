package dev.sluice.webrtc.rtp.receive;

import dev.sluice.media.Codec;
import dev.sluice.media.CodecConfig;
import dev.sluice.webrtc.sdp.NegotiatedCodec;
import dev.sluice.webrtc.sdp.ReceivedMedia;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FrameAssemblerTest implements FrameAssembler.Output {
    private static final int VP9_TYPE = 98;
    private static final ReceivedMedia VIDEO = TestMedia.video(TestMedia.vp8(Set.of(), false),
            new NegotiatedCodec(Codec.VP9, VP9_TYPE, 90_000, 1, NegotiatedCodec.NO_RTX, Set.of()));

    private final List<Integer> frames = new ArrayList<>();
    private final List<CodecConfig> configs = new ArrayList<>();
    private FrameAssembler assembler = assembler(VIDEO);
    private int picturesLost;
    private long sequence = 65_530;
    private boolean marker = true;
    private int type = TestMedia.VIDEO_TYPE;
    private long arrival;
    private long latestArrival;

    private FrameAssembler assembler(ReceivedMedia media) {
        return new FrameAssembler(media, codec -> new NumberedFrames(codec.codec()), this);
    }

    @Override
    public void write(CodecConfig config, boolean keyFrame, long timestamp, long arrivalNanos, ByteBuf payload) {
        frames.add(NumberedFrames.number(payload));
        configs.add(config);
        latestArrival = arrivalNanos;
        payload.release();
    }

    @Override
    public void onPictureLost() {
        picturesLost++;
    }

    private void packet(long timestamp, boolean last, ByteBuf payload) {
        var packet = TestMedia.packet(1, type, (int) sequence & 0xffff, timestamp, last && marker, payload);
        assembler.onPacket(sequence++, TestMedia.read(packet), packet, arrival++);
    }

    private void frame(int number, boolean key, int from, int to, int count) {
        for (int i = from; i < to; i++) {
            packet(number * 3_000L, i == count - 1, NumberedFrames.payload(number, key, i, count));
        }
    }

    private void whole(int number, boolean key) {
        frame(number, key, 0, 3, 3);
    }

    @AfterEach
    void nothingIsKept() {
        assembler.close();
    }

    @Test
    void aFrameEndsWithItsMarker() {
        whole(1, true);
        assertThat(frames).containsExactly(1);
        assertThat(latestArrival).as("of its first packet").isZero();
        whole(2, false);
        assertThat(frames).containsExactly(1, 2);
        assertThat(assembler.frames()).isEqualTo(2);
        assertThat(assembler.dropped()).isZero();
        assertThat(picturesLost).isZero();
    }

    @Test
    void aFrameEndsWhereTheTimestampChanges() {
        marker = false;
        whole(1, true);
        assertThat(frames).isEmpty();
        whole(2, false);
        whole(3, false);
        assertThat(frames).containsExactly(1, 2);
    }

    @Test
    void nothingComesBeforeTheFirstKeyFrame() {
        whole(1, false);
        whole(2, true);
        assertThat(frames).containsExactly(2);
        assertThat(assembler.dropped()).isEqualTo(1);
    }

    @Test
    void aFirstFrameWithoutItsHeadIsNone() {
        frame(1, true, 1, 3, 3);
        whole(2, true);
        assertThat(frames).containsExactly(2);
    }

    @Test
    void afterALossOnlyAKeyFrameIsGoodEnough() {
        whole(1, true);
        frame(2, false, 0, 1, 3);
        sequence++;
        frame(2, false, 2, 3, 3);
        assertThat(picturesLost).isEqualTo(1);
        whole(3, false);
        whole(4, true);
        whole(5, false);
        assertThat(frames).containsExactly(1, 4, 5);
        assertThat(assembler.dropped()).isEqualTo(2);
    }

    @Test
    void aLossBetweenFramesIsALossToo() {
        whole(1, true);
        sequence += 3;
        whole(3, false);
        assertThat(picturesLost).isEqualTo(1);
        assertThat(frames).containsExactly(1);
    }

    @Test
    void aKeyFrameBehindALossIsTakenIfItsHeadIsThere() {
        whole(1, true);
        sequence++;
        frame(2, true, 1, 3, 3);
        sequence++;
        whole(3, true);
        assertThat(frames).containsExactly(1, 3);
        frame(4, false, 0, 2, 3);
        sequence++;
        whole(5, true);
        assertThat(frames).containsExactly(1, 3, 5);
    }

    @Test
    void aHeadThatIsLostBeforePaddingIsMissedAllTheSame() {
        whole(1, true);
        sequence++;
        packet(3_000, false, Unpooled.EMPTY_BUFFER);
        frame(2, true, 1, 3, 3);
        assertThat(frames).containsExactly(1);
    }

    @Test
    void paddingIsANumberAndNothingElse() {
        whole(1, true);
        packet(3_000, false, Unpooled.EMPTY_BUFFER);
        packet(3_000, true, Unpooled.EMPTY_BUFFER);
        whole(2, false);
        type = 77;
        packet(9_000, true, NumberedFrames.malformed());
        type = TestMedia.VIDEO_TYPE;
        whole(3, false);
        assertThat(frames).containsExactly(1, 2, 3);
        assertThat(picturesLost).isZero();
    }

    @Test
    void aMalformedPayloadCostsItsFrame() {
        whole(1, true);
        frame(2, false, 0, 1, 3);
        packet(6_000, false, NumberedFrames.malformed());
        frame(2, false, 2, 3, 3);
        assertThat(picturesLost).isEqualTo(1);
        whole(3, false);
        whole(4, true);
        assertThat(frames).containsExactly(1, 4);
    }

    @Test
    void anotherPayloadTypeIsAnotherCodec() {
        whole(1, true);
        frame(2, false, 0, 2, 3);
        type = VP9_TYPE;
        whole(3, false);
        whole(4, true);
        assertThat(frames).containsExactly(1, 4);
        assertThat(configs.get(0)).isNotEqualTo(configs.get(1));
    }

    @Test
    void eachPacketOfSoundIsAFrameAndLossCostsNoOther() {
        assembler = assembler(TestMedia.audio(Set.of()));
        type = TestMedia.AUDIO_TYPE;
        marker = false;
        for (int i = 0; i < 5; i++) {
            packet(i * 960L, false, NumberedFrames.payload(i, true, 0, 1));
            sequence += i == 2 ? 4 : 0;
        }
        assertThat(frames).containsExactly(0, 1, 2, 3, 4);
        assertThat(picturesLost).isZero();
    }
}
