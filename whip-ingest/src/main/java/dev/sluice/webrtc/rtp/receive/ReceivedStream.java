package dev.sluice.webrtc.rtp.receive;

import dev.sluice.media.CodecConfig;
import dev.sluice.media.MediaKind;
import dev.sluice.webrtc.rtp.wire.RtcpPacket;
import dev.sluice.webrtc.rtp.wire.RtpReader;
import dev.sluice.webrtc.sdp.Feedback;
import dev.sluice.webrtc.sdp.ReceivedMedia;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;

/**
 * One media SSRC and its retransmission: packets in, frames on the sender's time out, and what to ask the sender for. Lives
 * on its receiver's loop; {@link #stats()} may be read anywhere.
 */
final class ReceivedStream implements FrameAssembler.Output {
    /** Patience with mere disorder, where nothing can be asked for. */
    static final long REORDER_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    static final long MIN_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(150);
    static final long MAX_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    static final long MAX_AUDIO_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    /** A packet gets that many round trips to be repaired in. */
    private static final int PATIENCE_ROUND_TRIPS = 5;
    private static final int MAX_NACKED_AT_ONCE = 250;

    private final ReceivedMedia media;
    private final String rid;
    private final long ssrc;
    private final Shared shared;
    private final boolean nack;
    private final boolean rtx;
    private final SequenceTracker sequences = new SequenceTracker();
    private final ReceptionStatistics reception;
    private final RoundTrip roundTrip = new RoundTrip();
    private final LossLog losses;
    private final JitterBuffer buffer;
    private final RtxUnwrapper retransmissions;
    private final FrameAssembler assembler;
    private final StreamClock clock;
    private final KeyFrameNeed keyFrames;
    private final long startedNanos;
    private final RtpReader header = new RtpReader();
    private final long[] due = new long[MAX_NACKED_AT_ONCE];
    private long packets;
    private long bytes;
    private long nacked;
    private long recovered;
    private long keyFrameRequests;
    private volatile StreamStats stats;

    /** What all streams of a receiver share. */
    record Shared(Depacketizers depacketizers, SenderClock clock, ReceiveMetrics metrics, FrameSink frames) {}

    /** How much a stream may keep: half a second of 30 Mb/s video; more than a second of audio in packets of 10 ms. */
    private enum Bounds {
        VIDEO(2_048, 4 << 20, 1_024), AUDIO(128, 256 << 10, 64);

        private final int span;
        private final int bytes;
        private final int missing;

        Bounds(int span, int bytes, int missing) {
            this.span = span;
            this.bytes = bytes;
            this.missing = missing;
        }
    }

    /** @param nowNanos when its first packet came, which is to be given next */
    ReceivedStream(ReceivedMedia media, String rid, long ssrc, Shared shared, long nowNanos) {
        this.media = media;
        this.rid = rid;
        this.ssrc = ssrc;
        this.shared = shared;
        this.nack = media.wants(Feedback.NACK);
        this.rtx = media.rtx();
        int clockRate = media.codecs().getFirst().clockRate();
        var bounds = media.kind() == MediaKind.VIDEO ? Bounds.VIDEO : Bounds.AUDIO;
        this.reception = new ReceptionStatistics(clockRate);
        this.losses = new LossLog(roundTrip, bounds.span, bounds.missing);
        this.buffer = new JitterBuffer(this::onOrdered, bounds.span, bounds.bytes);
        this.retransmissions = new RtxUnwrapper(ssrc);
        this.assembler = new FrameAssembler(media, shared.depacketizers(), this);
        this.clock = shared.clock().stream(media.kind(), clockRate);
        this.keyFrames = new KeyFrameNeed(nowNanos);
        this.startedNanos = nowNanos;
        this.stats = StreamStats.none(media.kind(), rid);
    }

    long ssrc() {
        return ssrc;
    }

    /** When its first packet came. */
    long startedNanos() {
        return startedNanos;
    }

    /** A packet of the media SSRC; borrowed. {@link #tick} is to follow. */
    void onPacket(RtpReader read, ByteBuf packet, long nowNanos) {
        long sequence = sequences.accept(read.sequence());
        if (sequence == SequenceTracker.IMPLAUSIBLE) {
            return;
        }
        reception.onPacket(sequence, read.timestamp(), nowNanos);
        // Where there is a stream for retransmissions, a late original answers no NACK.
        arrived(sequence, read, packet, !rtx, nowNanos);
    }

    /** A packet of the retransmission's SSRC; borrowed. {@link #tick} is to follow. */
    void onRtx(RtpReader read, ByteBuf packet, int payloadType, long nowNanos) {
        var original = retransmissions.unwrap(read, packet, payloadType);
        if (original == null) {
            return;
        }
        try {
            header.read(original);
            long sequence = sequences.near(header.sequence());
            if (sequence <= sequences.highest()) {
                arrived(sequence, header, original, true, nowNanos);
            }
        } finally {
            original.release();
        }
    }

    private void arrived(long sequence, RtpReader read, ByteBuf packet, boolean resent, long nowNanos) {
        packets++;
        bytes += read.payloadLength();
        if (packets > 1 && sequence < losses.end()) {
            recovered += losses.onFound(sequence, resent, nowNanos) ? 1 : 0;
        } else if (!losses.onNewest(sequence, nowNanos)) {
            buffer.skipTo(sequence);
        }
        buffer.onPacket(sequence, packet, nowNanos);
    }

    private void expire(long nowNanos) {
        buffer.expire(nowNanos, patience());
        losses.skipTo(buffer.next());
    }

    private long patience() {
        if (!nack) {
            return REORDER_NANOS;
        }
        long most = media.kind() == MediaKind.VIDEO ? MAX_PATIENCE_NANOS : MAX_AUDIO_PATIENCE_NANOS;
        return Math.clamp(PATIENCE_ROUND_TRIPS * roundTrip.nanos() + REORDER_NANOS, MIN_PATIENCE_NANOS, most);
    }

    private void onOrdered(long sequence, ByteBuf packet, long arrivalNanos) {
        if (header.read(packet)) {
            assembler.onPacket(sequence, header, packet, arrivalNanos);
        }
    }

    @Override
    public void write(CodecConfig config, boolean keyFrame, long timestamp, long arrivalNanos, ByteBuf payload) {
        if (keyFrame) {
            keyFrames.onKeyFrame();
        }
        long ticks = shared.clock().place(clock, timestamp, arrivalNanos);
        shared.frames().write(new ReceivedFrame(rid, config, keyFrame, clock.rate(), ticks, payload));
    }

    @Override
    public void onPictureLost() {
        keyFrames.onPictureLost();
    }

    void onSenderReport(RtcpPacket.SenderReport report, long nowNanos) {
        reception.onSenderReport(report.ntp(), nowNanos);
        shared.clock().onReport(clock, report.ntp(), report.rtpTimestamp(), nowNanos);
    }

    /** A viewer wants a key frame. */
    void requestKeyFrame() {
        keyFrames.onWish();
    }

    /** Goes on without what is overdue, and writes what the sender is to be asked for. */
    void tick(FeedbackWriter out, long nowNanos) {
        expire(nowNanos);
        int count = nack ? losses.due(nowNanos, due) : 0;
        if (count > 0) {
            nacked += count;
            out.nack(ssrc, due, count);
        }
        if (media.kind() == MediaKind.VIDEO && keyFrames.due(nowNanos)) {
            askForKeyFrame(out);
        }
    }

    private void askForKeyFrame(FeedbackWriter out) {
        if (media.wants(Feedback.NACK_PLI)) {
            out.pictureLoss(ssrc);
        } else if (media.wants(Feedback.CCM_FIR)) {
            out.fullIntraRequest(ssrc, (int) keyFrameRequests);
        } else {
            return;
        }
        keyFrameRequests++;
    }

    RtcpPacket.ReportBlock block(long nowNanos) {
        return reception.block(ssrc, nowNanos);
    }

    /** Takes the figures down for {@link #stats()}; about once a second. */
    void measure() {
        var before = stats;
        stats = new StreamStats(media.kind(), rid, packets, bytes, buffer.lost(), nacked, recovered,
                reception.jitterMillis(), keyFrameRequests, assembler.frames(), assembler.dropped());
        shared.metrics().received(before, stats);
    }

    /** As of the last {@link #measure()}. Safe anywhere. */
    StreamStats stats() {
        return stats;
    }

    /** Releases what is kept. */
    void close() {
        measure();
        buffer.close();
        assembler.close();
        shared.clock().remove(clock);
    }
}
