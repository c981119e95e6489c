package dev.sluice.whep;

import dev.sluice.health.Warning;
import dev.sluice.media.AacConfig;
import dev.sluice.media.Bytes;
import dev.sluice.media.Codec;
import dev.sluice.media.MediaKind;
import dev.sluice.media.OpusConfig;
import dev.sluice.media.TrackInfo;
import dev.sluice.room.Track;
import dev.sluice.room.TrackLimits;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.rtp.RecordingSink;
import dev.sluice.webrtc.rtp.wire.RtcpPacket;
import dev.sluice.webrtc.sdp.NegotiatedCodec;
import dev.sluice.webrtc.sdp.NegotiatedMedia;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WhepViewerTest {
    private final ViewerFixture room = new ViewerFixture();

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void aTrackThatComesLaterIsPlayedToo() {
        var watching = room.join(ViewerFixture.audio(), ViewerFixture.video(false));
        var audio = room.audioTrack();
        room.publishAudio(audio);
        assertThat(watching.sink().of(ViewerFixture.AUDIO)).hasSize(1);
        var video = room.videoTrack();
        room.stream(video, 2, true);
        assertThat(watching.video()).isNotEmpty();
    }

    @Test
    void aKindThatWasNotAskedForIsNotSent() {
        var watching = room.join(ViewerFixture.video(false));
        room.publishAudio(room.audioTrack());
        room.publishVideo(room.videoTrack(), true, 100, 0);
        assertThat(watching.sink().of(ViewerFixture.AUDIO)).isEmpty();
        assertThat(watching.video()).isNotEmpty();
        assertThat(watching.viewer().wants(MediaKind.AUDIO)).isFalse();
    }

    @Test
    void aCodecThatWasNotNegotiatedEndsTheViewer() {
        var other = new NegotiatedMedia("1", MediaKind.VIDEO,
                List.of(new NegotiatedCodec(Codec.OPUS, 98, 90_000, 1, NegotiatedCodec.NO_RTX, Set.of())),
                ViewerFixture.VIDEO, 0, "cname", 0, false);
        var watching = room.join(other);
        room.videoTrack();
        room.channel.runPendingTasks();
        assertThat(room.ends).containsExactly(StableCode.CODEC_UNSUPPORTED);
        var health = room.publisher.source().health();
        health.check(room.clock.nanos(), room.clock.wallMillis(), List.of());
        assertThat(health.latest().warnings()).extracting(Warning::code).containsExactly(StableCode.CODEC_UNSUPPORTED);
        assertThat(watching.sink().rtp).isEmpty();
    }

    @Test
    void aTrackThatChangesToSuchACodecEndsItTooAndNobodyElse() {
        var track = room.videoTrack();
        var watching = room.join(ViewerFixture.video(false));
        room.stream(track, 2, true);
        int before = watching.video().size();
        track.configure(new TrackInfo("video", 90_000, new OpusConfig(1)));
        room.stream(track, 2, true);
        assertThat(room.ends).containsExactly(StableCode.CODEC_UNSUPPORTED);
        assertThat(watching.video()).hasSize(before);
        track.configure(new TrackInfo("video", 90_000, ViewerFixture.config(1)));
        room.stream(track, 2, true);
        var next = room.join(ViewerFixture.video(false));
        assertThat(next.video()).isNotEmpty();
    }

    @Test
    void aacIsHeardAsItsOpus() {
        var aac = new AacConfig(2, 44_100, 2, 44_100, Bytes.of((byte) 0x12, (byte) 0x10));
        var opus = new Track(room.channel.eventLoop(), room.publisher.timeline(),
                new TrackInfo("audio", 48_000, new OpusConfig(2)), TrackLimits.of(1 << 20, 2_000, room.metrics));
        room.opus = _ -> opus;
        var watching = room.join(ViewerFixture.audio());
        room.publisher.track("", aac, 44_100);
        room.channel.runPendingTasks();
        opus.publish(960, 960, true, room.clock.nanos(), PooledByteBufAllocator.DEFAULT.buffer().writeZero(50));
        opus.publish(1_920, 1_920, true, room.clock.nanos(), PooledByteBufAllocator.DEFAULT.buffer().writeZero(50));
        var sent = watching.sink().of(ViewerFixture.AUDIO);
        assertThat(sent).hasSize(2);
        assertThat(sent.get(1).timestamp() - sent.get(0).timestamp()).isEqualTo(960);
        assertThat(sent.get(0).payloadType()).isEqualTo(111);
        opus.close(StableCode.STOPPED);
    }

    @Test
    void theAnchorsEndIsTheViewersWithAGoodbye() {
        var watching = room.join(ViewerFixture.audio(), ViewerFixture.video(false));
        room.stream(room.videoTrack(), 3, true);
        room.end(StableCode.PEER_CLOSED);
        assertThat(room.ends).containsExactly(StableCode.PEER_CLOSED);
        assertThat(watching.sink().rtcp).contains(new RtcpPacket.Goodbye(List.of(ViewerFixture.VIDEO)),
                new RtcpPacket.Goodbye(List.of(ViewerFixture.AUDIO)));
        int packets = watching.sink().rtcp.size();
        room.advance(5_000);
        assertThat(watching.sink().rtcp).hasSize(packets);
    }

    @Test
    void theFirstReasonStandsAndNothingIsSentAfterIt() {
        var track = room.videoTrack();
        room.stream(track, 3, true);
        var watching = room.join(ViewerFixture.video(false));
        watching.viewer().close(new ProtocolException(StableCode.REMOVED, "by the operator"));
        watching.viewer().close(new ProtocolException(StableCode.DRAINING, "shutting down"));
        room.channel.runPendingTasks();
        watching.viewer().onClosed(StableCode.ICE_TIMEOUT, "silence");
        int sent = watching.sink().rtp.size();
        room.stream(track, 5, true);
        watching.nack(watching.sink().rtp.getFirst().sequence(), 0);
        assertThat(room.ends).containsExactly(StableCode.REMOVED);
        assertThat(watching.sink().rtp).hasSize(sent);
    }

    @Test
    void aViewerThatIsClosedBeforeItStartsEndsAtOnce() {
        var viewer = room.newViewer();
        viewer.close(new ProtocolException(StableCode.REMOVED, "by the operator"));
        assertThat(room.ends).isEmpty();
        viewer.start(room.session(new RecordingSink(room.clock), ViewerFixture.video(false)));
        room.channel.runPendingTasks();
        viewer.onConnected();
        assertThat(room.ends).containsExactly(StableCode.REMOVED);
    }

    @Test
    void aTransportThatEndsBeforeTheViewerStartsEndsItToo() {
        var viewer = room.newViewer();
        viewer.onClosed(StableCode.ICE_TIMEOUT, "nobody came");
        viewer.start(room.session(new RecordingSink(room.clock), ViewerFixture.video(false)));
        room.channel.runPendingTasks();
        assertThat(room.ends).containsExactly(StableCode.ICE_TIMEOUT);
    }

    @Test
    void nothingIsSentBeforeTheTransportIsConnected() {
        room.stream(room.videoTrack(), 3, true);
        var sink = new RecordingSink(room.clock);
        var viewer = room.newViewer();
        viewer.start(room.session(sink, ViewerFixture.video(false)));
        room.advance(100);
        assertThat(sink.rtp).isEmpty();
        viewer.onConnected();
        room.advance(100);
        assertThat(sink.of(ViewerFixture.VIDEO)).isNotEmpty();
    }

    @Test
    void theRelaysDelayIsMeasuredOncePerLiveFrame() {
        var track = room.videoTrack();
        room.stream(track, 5, true);
        room.join(ViewerFixture.video(false));
        room.join(ViewerFixture.video(false));
        room.advance(300);
        room.stream(track, 10, false);
        assertThat(room.metrics.get("sluice.relay.delay").timer().count()).isEqualTo(10);
    }

    @Test
    void aFrameIsFlushedOncePerViewer() {
        var track = room.videoTrack();
        var watching = room.join(ViewerFixture.video(false));
        int before = watching.sink().flushes;
        room.publishVideo(track, true, 50_000, 0);
        assertThat(watching.sink().rtp.size()).isGreaterThan(40);
        assertThat(watching.sink().flushes - before).isEqualTo(1);
    }

    @Test
    void aViewerWhoseAnchorLeavesBeforeItConnectsEndsWithIt() {
        room.stream(room.videoTrack(), 3, true);
        var viewer = room.newViewer();
        viewer.start(room.session(new RecordingSink(room.clock), ViewerFixture.video(false)));
        room.channel.runPendingTasks();
        assertThat(room.ends).isEmpty();
        room.end(StableCode.PEER_CLOSED);
        assertThat(room.ends).containsExactly(StableCode.PEER_CLOSED);
        viewer.onConnected();
        assertThat(room.ends).hasSize(1);
    }

    @Test
    void aViewerThatEndsWhileItJoinsIsSentNothing() {
        room.stream(room.videoTrack(), 30, true);
        var sink = new RecordingSink(room.clock);
        var viewer = room.newViewer();
        viewer.start(room.session(sink, ViewerFixture.video(false), ViewerFixture.audio()));
        viewer.onConnected();
        viewer.onClosed(StableCode.PEER_CLOSED, "gone");
        room.advance(500);
        assertThat(sink.rtp).isEmpty();
    }

    @Test
    void aTakeoverKeepsTheStreamAndEveryKindOfAudioIsHeardAsItsOpus() {
        var renditions = new ArrayList<Track>();
        room.opus = track -> {
            renditions.add(track);
            return track;
        };
        var watching = room.join(ViewerFixture.audio(), ViewerFixture.video(false));
        room.publishAudio(room.audioTrack());
        room.takeOver();
        room.advance(2_000);
        room.publishAudio(room.audioTrack());
        var sent = watching.sink().of(ViewerFixture.AUDIO);
        assertThat(renditions).hasSize(1);
        assertThat(sent.get(1).timestamp() - sent.get(0).timestamp()).isEqualTo(2_000 * 48);
        assertThat(sent.get(1).sequence()).isEqualTo(sent.get(0).sequence() + 1);
        assertThat(room.ends).isEmpty();
    }
}
