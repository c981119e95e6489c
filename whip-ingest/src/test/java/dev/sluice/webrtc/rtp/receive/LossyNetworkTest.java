package dev.sluice.webrtc.rtp.receive;

import dev.sluice.webrtc.rtp.wire.RtcpPacket;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a receiver makes of a bad network, over a minute of virtual time. */
class LossyNetworkTest {
    private static final PublisherModel.Network BAD = new PublisherModel.Network(30, 10, 0.05, 0.01);
    private static final PublisherModel.Network TERRIBLE = new PublisherModel.Network(30, 10, 0.3, 0.01);
    private static final PublisherModel.Network GOOD = new PublisherModel.Network(30, 10, 0, 0);

    private static PublisherModel model(long seed, PublisherModel.Network network, boolean rtx) {
        return new PublisherModel(seed, network,
                List.of(TestMedia.video(TestMedia.vp8(TestMedia.ALL, rtx)), TestMedia.audio(Set.of())));
    }

    private static void ordered(List<PublisherModel.Out> frames) {
        for (int i = 0; i < frames.size(); i++) {
            assertThat(frames.get(i).number()).as("corrupt").isNotNegative();
            if (i > 0) {
                assertThat(frames.get(i).number()).isGreaterThan(frames.get(i - 1).number());
                assertThat(frames.get(i).ticks()).isGreaterThan(frames.get(i - 1).ticks());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1,true", "2,true", "3,true", "4,false", "5,false"})
    void fivePercentLossCostsAlmostNothing(long seed, boolean rtx) {
        var model = model(seed, BAD, rtx);
        model.run(60_000);
        ordered(model.video);
        ordered(model.audio);
        assertThat(model.video.size()).isGreaterThanOrEqualTo(model.videoFrames * 98 / 100);
        // Sound cannot be asked for here.
        assertThat(model.audio.size()).isBetween(model.audioFrames * 92 / 100, model.audioFrames * 98 / 100);
        model.receiver.close();
    }

    @ParameterizedTest
    @CsvSource({"1,true", "2,true", "3,true", "4,false", "5,false", "6,true", "7,true", "8,true"})
    void picturesFlowAgainWithinASecondOfHeavyLoss(long seed, boolean rtx) {
        var model = model(seed, GOOD, rtx);
        model.run(5_000);
        // The first picture is lost where its first packet is overtaken: nothing is known to come before.
        assertThat(model.video).hasSizeGreaterThan(130);
        model.network = TERRIBLE;
        model.run(5_000);
        model.network = BAD;
        long end = model.millis();
        model.run(5_000);
        ordered(model.video);
        var after = model.video.stream().filter(frame -> frame.millis() >= end + 1_000).toList();
        assertThat(after.size()).isGreaterThanOrEqualTo(4 * 30 * 95 / 100);
        model.receiver.close();
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void aGoodNetworkIsAskedForNothing(long seed) {
        var model = model(seed, new PublisherModel.Network(30, 0, 0, 0), true);
        model.run(10_000);
        assertThat(model.video.size()).isGreaterThanOrEqualTo(model.videoFrames - 1);
        assertThat(model.rtcp).noneMatch(packet -> packet instanceof RtcpPacket.Nack
                || packet instanceof RtcpPacket.PictureLoss);
        for (var frame : model.video) {
            assertThat(frame.millis() - frame.number() * 33L).as("delay").isLessThanOrEqualTo(30 + 5);
        }
        model.receiver.close();
    }
}
