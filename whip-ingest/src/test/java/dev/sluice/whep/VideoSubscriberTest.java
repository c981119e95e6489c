package dev.sluice.whep;

import dev.sluice.media.EncodedFrame;
import dev.sluice.room.FanOut;
import dev.sluice.room.Subscriber;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.rtp.RecordingSink;
import dev.sluice.webrtc.rtp.RtpSender;
import io.netty.channel.EventLoop;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class VideoSubscriberTest {
    private final ViewerFixture room = new ViewerFixture();
    private final RecordingSink sink = new RecordingSink(room.clock);
    private final Set<Long> lost = new HashSet<>();
    private final VideoSubscriber video = subscriber();

    private VideoSubscriber subscriber() {
        var metrics = room.rtpMetrics;
        var sender = new RtpSender(ViewerFixture.video(false), sink, metrics, new Random(1));
        return new VideoSubscriber(new MediaPath(room.channel.eventLoop(), room.clock, sender, sink, metrics, codec -> {
            throw new AssertionError(codec);
        }), false, new VideoSubscriber.Listener() {
            @Override
            public void onTakeOver(VideoSubscriber subscriber) {}

            @Override
            public void onOver(VideoSubscriber subscriber) {}
        });
    }

    /** A hop that loses frames, as a full queue does. */
    private final class Lossy implements Subscriber {
        @Override
        public EventLoop loop() {
            return video.loop();
        }

        @Override
        public void onJoin(FanOut fanOut, List<EncodedFrame> cached) {
            video.onJoin(fanOut, cached);
        }

        @Override
        public void onFrame(EncodedFrame frame) {
            if (!lost.contains(frame.sequence())) {
                video.onFrame(frame);
            }
        }

        @Override
        public void onServed() {
            video.onServed();
        }

        @Override
        public void onEnd(StableCode reason) {
            video.onEnd(reason);
        }
    }

    @BeforeEach
    void subscribe() {
        room.videoTrack().subscribe(new Lossy());
    }

    @AfterEach
    void close() {
        room.close();
    }

    private long frames() {
        return sink.rtp.stream().filter(RecordingSink.Sent::marker).count();
    }

    @Test
    void aGapIsOnlyAcceptedAtAKeyFrame() {
        lost.add(3L);
        room.advance(1_000);
        var track = room.videoTrack();
        room.stream(track, 10, true);
        assertThat(frames()).isEqualTo(3);
        assertThat(room.keyFrameRequests).isEqualTo(2);
        room.stream(track, 5, true);
        assertThat(frames()).isEqualTo(8);
        lost.add(15L);
        room.stream(track, 1, false);
        room.stream(track, 5, true);
        assertThat(frames()).isEqualTo(13);
    }

    @Test
    void sequenceNumbersHaveNoGapOverLostFrames() {
        lost.addAll(List.of(3L, 4L, 25L, 26L, 27L));
        var track = room.videoTrack();
        for (int i = 0; i < 4; i++) {
            room.stream(track, 10, true);
        }
        for (int i = 1; i < sink.rtp.size(); i++) {
            assertThat(sink.rtp.get(i).sequence()).isEqualTo(sink.rtp.get(i - 1).sequence() + 1 & 0xffff);
        }
    }

    @Test
    void theTracksEndInTheMiddleOfCatchingUpLetsGoOfEverything() {
        var track = room.videoTrack();
        room.stream(track, 60, true);
        var late = subscriber();
        track.subscribe(late);
        room.advance(50);
        long sent = frames();
        assertThat(sent).isGreaterThan(60);
        room.end(StableCode.STOPPED);
        room.advance(300);
        assertThat(frames()).isEqualTo(sent);
        late.requestKeyFrame();
        late.close();
    }

    @Test
    void aPauseAmidCatchingUpDropsTheBacklog() {
        var track = room.videoTrack();
        room.stream(track, 60, true);
        sink.rtp.clear();
        var late = subscriber();
        track.subscribe(late);
        late.pause();
        sink.rtp.clear();
        room.advance(300);
        assertThat(sink.rtp).isEmpty();
        track.unsubscribe(late);
        late.close();
    }
}
