package dev.sluice.whep;

import dev.sluice.media.Bytes;
import dev.sluice.media.Codec;
import dev.sluice.media.H264Config;
import dev.sluice.media.MediaKind;
import dev.sluice.media.OpusConfig;
import dev.sluice.room.Claim;
import dev.sluice.room.Protocol;
import dev.sluice.room.Publisher;
import dev.sluice.room.RoomId;
import dev.sluice.room.RoomKey;
import dev.sluice.room.RoomLimits;
import dev.sluice.room.RoomRegistry;
import dev.sluice.room.Source;
import dev.sluice.room.TakeoverPolicy;
import dev.sluice.room.Track;
import dev.sluice.room.TrackLimits;
import dev.sluice.runtime.EventLoops;
import dev.sluice.runtime.StableCode;
import dev.sluice.testkit.FakeClock;
import dev.sluice.webrtc.rtp.RecordingSink;
import dev.sluice.webrtc.rtp.RtpMetrics;
import dev.sluice.webrtc.rtp.wire.RtcpPacket;
import dev.sluice.webrtc.rtp.wire.RtcpWriter;
import dev.sluice.webrtc.sdp.NegotiatedCodec;
import dev.sluice.webrtc.sdp.NegotiatedMedia;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** An anchor and its viewers on one loop, whose time is advanced by hand. The source sends 30 frames a second. */
final class ViewerFixture implements AutoCloseable {
    static final long VIDEO = 0x11111111L;
    static final long RTX = 0x22222222L;
    static final long AUDIO = 0xa0000001L;
    static final int FRAME_MILLIS = 33;

    final FakeClock clock = new FakeClock();
    final EmbeddedChannel channel = new EmbeddedChannel();
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final Publisher publisher;
    final List<StableCode> ends = new ArrayList<>();
    int keyFrameRequests;
    final RtpMetrics rtpMetrics = new RtpMetrics(metrics);
    private final EventLoops loops = EventLoops.createNio(1);
    private final Source source = new Source("s", Protocol.RTMP, "peer", channel.eventLoop(), _ -> {});
    UnaryOperator<Track> opus = track -> track;

    ViewerFixture() {
        channel.freezeTime();
        var registry = new RoomRegistry(loops, clock, new RoomLimits(1, 1, 9, 9),
                TrackLimits.of(4 << 20, 2_000, metrics));
        publisher = registry.claim(new Claim(new RoomKey(1, RoomId.named("room")), "anchor", source,
                TakeoverPolicy.REPLACE, 0)).join();
    }

    /** A viewer and what it received. */
    record Watching(WhepViewer viewer, RecordingSink sink) {
        void rtcp(RtcpPacket... packets) {
            var compound = Unpooled.buffer();
            for (var packet : packets) {
                RtcpWriter.write(compound, packet);
            }
            viewer.onRtcp(compound);
        }

        void nack(int first, int following) {
            rtcp(new RtcpPacket.Nack(9, VIDEO, List.of(new RtcpPacket.Lost(first, following))));
        }

        void report() {
            rtcp(new RtcpPacket.ReceiverReport(9, List.of()));
        }

        List<RecordingSink.Sent> video() {
            return sink.of(VIDEO);
        }
    }

    static NegotiatedMedia video(boolean rtx) {
        var codec = new NegotiatedCodec(Codec.H264, 102, 90_000, 1, rtx ? 103 : NegotiatedCodec.NO_RTX, Set.of());
        return new NegotiatedMedia("1", MediaKind.VIDEO, List.of(codec), VIDEO, rtx ? RTX : 0, "cname", 4, false);
    }

    static NegotiatedMedia audio() {
        var codec = new NegotiatedCodec(Codec.OPUS, 111, 48_000, 2, NegotiatedCodec.NO_RTX, Set.of());
        return new NegotiatedMedia("0", MediaKind.AUDIO, List.of(codec), AUDIO, 0, "cname", 4, false);
    }

    WhepViewer newViewer() {
        return new WhepViewer("id", "user", new ViewerContext(clock, rtpMetrics, track -> opus.apply(track),
                _ -> keyFrameRequests++, new Random(7)));
    }

    ViewerSession session(RecordingSink sink, NegotiatedMedia... media) {
        return new ViewerSession(channel.eventLoop(), sink, publisher, List.of(media), (_, code, _) -> ends.add(code));
    }

    /** Joins now. */
    Watching join(NegotiatedMedia... media) {
        var sink = new RecordingSink(clock);
        var viewer = newViewer();
        viewer.start(session(sink, media));
        viewer.onConnected();
        channel.runPendingTasks();
        return new Watching(viewer, sink);
    }

    Track videoTrack() {
        return publisher.track(config(1), 90_000);
    }

    static H264Config config(int version) {
        return new H264Config(List.of(Bytes.of((byte) 0x67, (byte) version)), List.of(Bytes.of((byte) 0x68, (byte) 1)),
                66,
                0, 31, 640, 360, -1);
    }

    Track audioTrack() {
        return publisher.track(new OpusConfig(2), 48_000);
    }

    /** One NAL unit; its second byte is {@code mark}. */
    void publishVideo(Track track, boolean key, int size, int mark) {
        long now = clock.nanos();
        long time = publisher.place(MediaKind.VIDEO, now, now);
        long pts = time * 9 / 100_000;
        var payload = PooledByteBufAllocator.DEFAULT.buffer();
        payload.writeInt(size).writeByte(key ? 0x65 : 0x41).writeByte(mark).writeZero(size - 2);
        track.publish(pts, pts, key, now, payload);
    }

    void publishAudio(Track track) {
        long now = clock.nanos();
        long pts = publisher.place(MediaKind.AUDIO, now, now) * 48 / 1_000_000;
        ByteBuf payload = PooledByteBufAllocator.DEFAULT.buffer().writeByte(0xfc).writeZero(99);
        track.publish(pts, pts, true, now, payload);
    }

    /** Frames every 33 ms, the first a key frame if so wanted, time passing behind each. */
    void stream(Track track, int frames, boolean startsWithKey) {
        for (int i = 0; i < frames; i++) {
            boolean key = startsWithKey && i == 0;
            publishVideo(track, key, key ? 6_000 : 1_500, i);
            advance(FRAME_MILLIS);
        }
    }

    void advance(int millis) {
        for (int i = 0; i < millis; i++) {
            clock.advanceMillis(1);
            channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
            channel.runPendingTasks();
        }
    }

    double count(String meter, String reason) {
        var counter = metrics.find(meter).tag("reason", reason).counter();
        return counter == null ? 0 : counter.count();
    }

    double paused() {
        return metrics.get("sluice.viewers.paused").gauge().value();
    }

    void end(StableCode reason) {
        publisher.leave(source, reason);
        channel.runPendingTasks();
    }

    @Override
    public void close() {
        end(StableCode.STOPPED);
        channel.finishAndReleaseAll();
        loops.close();
    }
}
