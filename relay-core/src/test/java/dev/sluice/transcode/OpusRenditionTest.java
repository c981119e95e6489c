package dev.sluice.transcode;

import dev.sluice.media.AacConfig;
import dev.sluice.media.Bytes;
import dev.sluice.media.EncodedFrame;
import dev.sluice.media.OpusConfig;
import dev.sluice.media.TrackInfo;
import dev.sluice.room.FanOut;
import dev.sluice.room.Subscriber;
import dev.sluice.room.Timeline;
import dev.sluice.room.Track;
import dev.sluice.room.TrackLimits;
import dev.sluice.runtime.StableCode;
import dev.sluice.testkit.FakeClock;
import dev.sluice.transcode.ffmpeg.FfmpegCodecs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OpusRenditionTest {
    private static final AacConfig LC_STEREO = new AacConfig(2, 48_000, 2, 48_000, Bytes.of((byte) 0x11, (byte) 0x90));

    /** A raw_data_block with two channels of silence. */
    private static final Bytes SILENCE = Bytes.of(ByteBufUtil.decodeHexDump("211004608c1c"));

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final OpusRenditions renditions = new OpusRenditions(
            FfmpegCodecs.load(Path.of("target", "javacpp"), PooledByteBufAllocator.DEFAULT), Runnable::run, metrics);
    private final Track aac = new Track(channel.eventLoop(), new Timeline(new FakeClock()),
            new TrackInfo("audio", 1_000, LC_STEREO), TrackLimits.of(1 << 20, 2_000, metrics));
    private long published;

    /** Counts what it hears. */
    private final class Listener implements Subscriber {
        final List<Long> times = new ArrayList<>();
        final List<Integer> sizes = new ArrayList<>();
        boolean ended;

        @Override
        public EventLoop loop() {
            return channel.eventLoop();
        }

        @Override
        public void onJoin(FanOut fanOut, List<EncodedFrame> cached) {}

        @Override
        public void onFrame(EncodedFrame frame) {
            times.add(frame.pts());
            sizes.add(frame.size());
        }

        @Override
        public void onServed() {}

        @Override
        public void onEnd(StableCode reason) {
            ended = true;
        }
    }

    private void publish(int frames) {
        for (int i = 0; i < frames; i++) {
            long millis = published++ * 1024 * 1000 / 48_000;
            aac.publish(millis, millis, true, 0, PooledByteBufAllocator.DEFAULT.buffer().writeBytes(SILENCE.buffer()));
        }
        channel.runPendingTasks();
    }

    private double running() {
        return metrics.get("sluice.transcoders.running").gauge().value();
    }

    private void pass(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    @AfterEach
    void close() {
        aac.close(StableCode.STOPPED);
        channel.runPendingTasks();
        assertThat(running()).isZero();
        channel.close();
    }

    @Test
    void oneTranscoderRunsForAllWhoListenAndNoneForNobody() {
        var opus = renditions.opus(aac);
        publish(10);
        assertThat(running()).isZero();
        var listeners = List.of(new Listener(), new Listener(), new Listener());
        listeners.forEach(opus::subscribe);
        assertThat(running()).isEqualTo(1);
        publish(50);
        assertThat(listeners).allSatisfy(listener -> assertThat(listener.times).hasSizeGreaterThan(40));
        listeners.forEach(opus::unsubscribe);
        pass(900);
        assertThat(running()).isEqualTo(1);
        pass(200);
        assertThat(running()).isZero();
    }

    @Test
    void packetsStepByExactlyTheirLength() {
        var listener = new Listener();
        renditions.opus(aac).subscribe(listener);
        publish(100);
        assertThat(listener.times).hasSizeGreaterThan(80);
        for (int i = 1; i < listener.times.size(); i++) {
            assertThat(listener.times.get(i) - listener.times.get(i - 1)).isEqualTo(960);
        }
    }

    @Test
    void whoComesBackWithinASecondFindsItRunning() {
        var opus = renditions.opus(aac);
        var listener = new Listener();
        opus.subscribe(listener);
        opus.unsubscribe(listener);
        pass(500);
        opus.subscribe(listener);
        pass(5_000);
        assertThat(running()).isEqualTo(1);
        publish(10);
        assertThat(listener.times).isNotEmpty();
    }

    @Test
    void itEndsWithItsSource() {
        var listener = new Listener();
        renditions.opus(aac).subscribe(listener);
        aac.close(StableCode.PEER_CLOSED);
        assertThat(listener.ended).isTrue();
    }

    @Test
    void aNewConfigurationOpensANewDecoder() {
        var listener = new Listener();
        renditions.opus(aac).subscribe(listener);
        publish(10);
        int before = listener.times.size();
        aac.configure(
                new TrackInfo("audio", 1_000, new AacConfig(2, 44_100, 2, 44_100, Bytes.of((byte) 0x12, (byte) 0x10))));
        publish(10);
        assertThat(listener.times).hasSizeGreaterThan(before + 5);
    }

    private void publishOpus(int frames) {
        for (int i = 0; i < frames; i++) {
            long ticks = published++ * 1_024;
            aac.publish(ticks, ticks, true, 0, PooledByteBufAllocator.DEFAULT.buffer().writeZero(30));
        }
        channel.runPendingTasks();
    }

    @Test
    void opusPassesUntouchedAndNoTranscoderRuns() {
        aac.configure(new TrackInfo("audio", 48_000, new OpusConfig(2)));
        var listener = new Listener();
        renditions.opus(aac).subscribe(listener);
        publishOpus(5);
        assertThat(running()).isZero();
        assertThat(listener.times).containsExactly(0L, 1_024L, 2_048L, 3_072L, 4_096L);
        assertThat(listener.sizes).containsOnly(30);
    }

    @Test
    void itFollowsAChangeOfCodecInEitherDirection() {
        var listener = new Listener();
        var opus = renditions.opus(aac);
        opus.subscribe(listener);
        publish(20);
        int transcoded = listener.times.size();
        assertThat(transcoded).isGreaterThan(10);
        aac.configure(new TrackInfo("audio", 48_000, new OpusConfig(1)));
        publishOpus(10);
        assertThat(running()).isZero();
        assertThat(listener.times).hasSize(transcoded + 10).isSorted();
        assertThat(opus.info().config()).isEqualTo(new OpusConfig(1));
        aac.configure(new TrackInfo("audio", 1_000, LC_STEREO));
        publish(20);
        assertThat(running()).isEqualTo(1);
        assertThat(listener.times).hasSizeGreaterThan(transcoded + 20).isSorted();
        assertThat(opus.info().config()).isEqualTo(new OpusConfig(2));
    }

    @Test
    void whatTheTranscoderStillHadIsNotHeardBehindTheOpusThatFollowed() {
        var listener = new Listener();
        renditions.opus(aac).subscribe(listener);
        publish(10);
        int before = listener.times.size();
        for (int i = 0; i < 3; i++) {
            long millis = published++ * 1024 * 1000 / 48_000;
            aac.publish(millis, millis, true, 0, PooledByteBufAllocator.DEFAULT.buffer().writeBytes(SILENCE.buffer()));
        }
        aac.configure(new TrackInfo("audio", 48_000, new OpusConfig(2)));
        publishOpus(1);
        assertThat(listener.times).hasSize(before + 1);
    }
}
