package dev.sluice.whep;

import dev.sluice.health.SourceHealth;
import dev.sluice.media.Bytes;
import dev.sluice.media.Codec;
import dev.sluice.media.H264Config;
import dev.sluice.media.MediaKind;
import dev.sluice.media.OpusConfig;
import dev.sluice.media.h264.H264Samples;
import dev.sluice.media.h264.NalUnits;
import dev.sluice.room.Claim;
import dev.sluice.room.Encoder;
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
import dev.sluice.webrtc.rtp.payload.H264Depacketizer;
import dev.sluice.webrtc.rtp.wire.NtpTime;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;

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
    /** Tracks whose encoder was asked for a key frame and gave none yet. */
    final Set<String> asked = new HashSet<>();
    private final RoomRegistry registry;
    final RtpMetrics rtpMetrics = new RtpMetrics(metrics);
    private final EventLoops loops = EventLoops.createNio(1);
    private Source source;
    UnaryOperator<Track> opus = track -> track;

    ViewerFixture() {
        channel.freezeTime();
        registry = new RoomRegistry(loops, clock, new RoomLimits(1, 1, 9, 9),
                TrackLimits.of(4 << 20, 2_000, metrics));
        source = source("s");
        publisher = registry.claim(new Claim(new RoomKey(1, RoomId.named("room")), "anchor", source,
                TakeoverPolicy.REPLACE, 0, true)).join();
    }

    /** Remembers what it was asked for. */
    private final class Asked implements Encoder {
        @Override
        public boolean givesKeyFrames() {
            return true;
        }

        @Override
        public void requestKeyFrame(String trackId) {
            keyFrameRequests++;
            asked.add(trackId);
        }
    }

    private Source source(String id) {
        return new Source(id, Protocol.RTMP, "peer", channel.eventLoop(), Map::of, new Asked(), _ -> {},
                new SourceHealth("session=" + id, registry.warnings()));
    }

    /** Another connection publishes from now on. */
    void takeOver() {
        var newcomer = source("t");
        var claimed = registry.claim(new Claim(publisher.room(), "anchor", newcomer, TakeoverPolicy.REPLACE, 0, true));
        while (!claimed.isDone()) {
            channel.runPendingTasks();
            Thread.onSpinWait();
        }
        source = newcomer;
    }

    /** The second byte of each frame's slice, in order; every NAL unit is whole. */
    static List<Integer> marks(List<RecordingSink.Sent> packets) {
        var depacketizer = new H264Depacketizer();
        var marks = new ArrayList<Integer>();
        for (var packet : packets) {
            var content = packet.content();
            assertThat(depacketizer.add(content, 0, content.readableBytes())).isTrue();
            if (packet.marker()) {
                var frame = Objects.requireNonNull(depacketizer.finish());
                marks.add((int) frame.getUnsignedByte(NalUnits.LENGTH_SIZE + 1));
                frame.release();
            }
        }
        return marks;
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

        /** REMB. */
        void estimate(int kilobits) {
            int exponent = 3;
            var packet = Unpooled.buffer().writeInt(0x8fce0005).writeInt(9).writeInt(0).writeInt(0x52454d42)
                    .writeByte(1)
                    .writeMedium((exponent << 18) | ((kilobits * 1_000) >> exponent)).writeInt((int) VIDEO);
            viewer.onRtcp(packet);
        }

        /** A report of the video with this loss and round trip. */
        void report(double loss, int rttMillis, FakeClock clock) {
            long ntp = NtpTime.of(clock.wallMillis(), 0) - (long) (rttMillis * 0x1p32 / 1_000);
            rtcp(new RtcpPacket.ReceiverReport(9, List.of(new RtcpPacket.ReportBlock(VIDEO, (int) (loss * 256), 0, 0, 0,
                    NtpTime.middle(ntp) & 0xffffffffL, 0))));
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

    /** H.264 as 102 and VP8 as 96, both with retransmission. */
    static NegotiatedMedia videoOfTwoCodecs() {
        var codecs = List.of(new NegotiatedCodec(Codec.H264, 102, 90_000, 1, 103, Set.of()),
                new NegotiatedCodec(Codec.VP8, 96, 90_000, 1, 97, Set.of()));
        return new NegotiatedMedia("1", MediaKind.VIDEO, codecs, VIDEO, RTX, "cname", 4, false);
    }

    static NegotiatedMedia audio() {
        var codec = new NegotiatedCodec(Codec.OPUS, 111, 48_000, 2, NegotiatedCodec.NO_RTX, Set.of());
        return new NegotiatedMedia("0", MediaKind.AUDIO, List.of(codec), AUDIO, 0, "cname", 4, false);
    }

    WhepViewer newViewer() {
        return new WhepViewer("id", "user", new ViewerContext(clock, rtpMetrics, track -> opus.apply(track),
                new Random(7)));
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
        return publisher.track("", config(1), 90_000);
    }

    Track encoding(String rid, int width, int height) {
        return publisher.track(rid, config(1, width, height), 90_000);
    }

    static H264Config config(int version) {
        return config(version, 640, 360);
    }

    private static H264Config config(int version, int width, int height) {
        var sps = Bytes.copyOf(H264Samples.buffer(H264Samples.SPS.get(version).hex()));
        return new H264Config(List.of(sps), List.of(Bytes.of((byte) 0x68, (byte) 0xce)), 66, 0, 31, width, height, -1);
    }

    Track audioTrack() {
        return publisher.track("", new OpusConfig(2), 48_000);
    }

    /** One NAL unit; its second byte is {@code mark}. */
    void publishVideo(Track track, boolean key, int size, int mark) {
        publishVideo(track, key, size, mark, clock.nanos());
    }

    /** The same, stamped by the source's own clock. */
    void publishVideo(Track track, boolean key, int size, int mark, long sourceNanos) {
        long now = clock.nanos();
        long time = publisher.place(track, sourceNanos, now);
        long pts = time * 9 / 100_000;
        var payload = PooledByteBufAllocator.DEFAULT.buffer();
        payload.writeInt(size).writeByte(key ? 0x65 : 0x41).writeByte(mark).writeZero(size - 2);
        track.publish(pts, pts, key, now, payload);
    }

    void publishAudio(Track track) {
        long now = clock.nanos();
        long pts = publisher.place(track, now, now) * 48 / 1_000_000;
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

    double slow() {
        return metrics.get("sluice.viewers.slow").gauge().value();
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
