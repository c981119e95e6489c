package dev.sluice.webrtc.rtp;

import dev.sluice.media.Codec;
import dev.sluice.media.EncodedFrame;
import dev.sluice.media.MediaKind;
import dev.sluice.webrtc.rtp.wire.HeaderExtensions;
import dev.sluice.webrtc.rtp.wire.NtpTime;
import dev.sluice.webrtc.rtp.wire.RtcpPacket;
import dev.sluice.webrtc.rtp.wire.RtcpWriter;
import dev.sluice.webrtc.rtp.wire.RtpHeaderWriter;
import dev.sluice.webrtc.sdp.NegotiatedCodec;
import dev.sluice.webrtc.sdp.NegotiatedMedia;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One RTP stream to one viewer: SSRC, gapless sequence numbers, timestamps, resends and sender reports. Writes to the
 * sink and leaves flushing to its owner. Lives on the sink's loop; {@link #stats()} may be read anywhere.
 */
public final class RtpSender {
    /** Sequence numbers start in the lower half: a first packet lost near a wrap would mislead SRTP's rollover counter. */
    private static final int START_BOUND = 0x8000;
    /** SR, SDES with one CNAME, BYE: without the CNAME's bytes. */
    private static final int REPORT_SIZE = 28 + 4 + 4 + 2 + 4 + 8;

    private final NegotiatedMedia media;
    private final RtpSink sink;
    private final RtpMetrics metrics;
    private final RtpHeaderWriter headers;
    private final Retransmitter retransmitter;
    private final ReceiverState receiver = new ReceiverState();
    private final ReportPace reports = new ReportPace();
    private SentPackets sent = new SentPackets();
    /** What came from the feed before, which may be asked for yet. */
    private SentPackets sentBefore = new SentPackets();
    private final int timestampOffset;
    private @Nullable RtpFeed feed;
    private @Nullable RtpFeed feedBefore;
    private @Nullable NegotiatedCodec codec;
    private int sequence;
    private long lastTicks = Long.MIN_VALUE;
    private long packets;
    private long bytes;
    private volatile SenderStats stats;

    /** @param random unpredictable, because SRTP's and RTP's security lean on it (RFC 3550 5.1) */
    public RtpSender(NegotiatedMedia media, RtpSink sink, RtpMetrics metrics, RandomGenerator random) {
        this.media = media;
        this.sink = sink;
        this.metrics = metrics;
        byte[] extensions = HeaderExtensions.mid(media.midExtensionId(), media.mid());
        this.headers = new RtpHeaderWriter((int) media.ssrc(), extensions);
        this.retransmitter = new Retransmitter(media, headers, sink, metrics, random.nextInt(START_BOUND));
        this.timestampOffset = random.nextInt();
        this.sequence = random.nextInt(START_BOUND);
        this.stats = SenderStats.none(media.kind());
    }

    public MediaKind kind() {
        return media.kind();
    }

    /** 32 bits, unsigned. */
    public long ssrc() {
        return media.ssrc();
    }

    /** Whether the codec was negotiated. */
    public boolean accepts(Codec wanted) {
        return media.codec(wanted).isPresent();
    }

    /** Frames come from this feed from now on; what came from the one before can be asked for until that is detached. */
    public void attach(RtpFeed source) {
        var spare = sentBefore;
        feedBefore = feed;
        sentBefore = sent;
        feed = source;
        sent = spare;
        sent.clear();
    }

    /** Nothing more comes from the feed. */
    public void detach(RtpFeed source) {
        if (source.equals(feed)) {
            feed = null;
            sent.clear();
        }
        if (source.equals(feedBefore)) {
            feedBefore = null;
            sentBefore.clear();
        }
    }

    /**
     * Writes a frame's packets, and a sender report behind the first frame's and where the RTP clock has drifted. Borrows
     * the frame.
     *
     * @param ticks its timestamp on the timeline, in the RTP clock; where that would not rise, it is one more than before
     * @return false when its codec was not negotiated; nothing was written then
     */
    public boolean send(EncodedFrame frame, long ticks, long nowNanos) {
        var format = format(frame.track().codec());
        var source = feed;
        if (format == null || source == null) {
            return format != null;
        }
        lastTicks = Math.max(lastTicks + 1, ticks);
        write(source, source.entry(frame, nowNanos), format.payloadType(), timestampOffset + (int) lastTicks);
        if (reports.due(source.lagNanos(), nowNanos)) {
            writeReport(nowNanos);
        }
        return true;
    }

    private @Nullable NegotiatedCodec format(Codec wanted) {
        if (codec == null || codec.codec() != wanted) {
            codec = media.codec(wanted).orElse(null);
        }
        return codec;
    }

    private void write(RtpFeed source, FeedFrame entry, int payloadType, int timestamp) {
        int count = entry.count();
        // RTP profiles: the marker ends a video frame (RFC 6184 5.1); Opus would mark talk spurts, of which we know none.
        int marked = kind() == MediaKind.VIDEO ? count - 1 : -1;
        for (int i = 0; i < count; i++) {
            var out = sink.allocate(headers.size() + entry.length(i));
            headers.write(out, i == marked, payloadType, sequence, timestamp);
            entry.write(i, out);
            remember(source, entry.sequence(), i, payloadType, timestamp);
            sink.writeRtp(out);
            sequence++;
            packets++;
            bytes += entry.length(i);
            retransmitter.sent(entry.length(i));
        }
    }

    private void remember(RtpFeed source, long frame, int packet, int payloadType, int timestamp) {
        if (sent.full() && source.find(sent.oldestFrame()) != null) {
            sent.grow();
        }
        sent.add(sequence, frame, packet, payloadType, timestamp);
    }

    /** Sends again what can be. */
    public void onNack(List<RtcpPacket.Lost> lost) {
        for (var entry : lost) {
            onNack(entry.first());
            for (int bits = entry.following(), next = entry.first() + 1; bits != 0; bits >>>= 1, next++) {
                if ((bits & 1) != 0) {
                    onNack(next);
                }
            }
        }
    }

    private void onNack(int lost) {
        boolean old = !sent.knows(lost) && sentBefore.knows(lost);
        retransmitter.resend(lost, old ? feedBefore : feed, old ? sentBefore : sent);
    }

    /** The viewer's report of this stream. */
    public void onReport(RtcpPacket.ReportBlock block, long nowNanos) {
        var source = feed;
        if (source != null) {
            receiver.report(block, ntp(source, nowNanos), source.clockRate());
        }
    }

    private static long ntp(RtpFeed source, long nowNanos) {
        var timeline = source.timeline();
        return NtpTime.of(timeline.originWallMillis(), nowNanos - timeline.originNanos());
    }

    /** Of the viewer's last report, 0..1. */
    public double lossFraction() {
        return receiver.lossFraction();
    }

    /** By the viewer's last report, or {@link SenderStats#UNKNOWN}. */
    public double rttMillis() {
        return receiver.rttMillis();
    }

    /** Packets that the viewer asked for again. */
    public long asked() {
        return retransmitter.asked();
    }

    /** Those of them that its budget did not allow. */
    public long refused() {
        return retransmitter.refused();
    }

    /** Sent for the first time. */
    public long packets() {
        return packets;
    }

    /** Whether anything was sent. */
    public boolean started() {
        return packets > 0;
    }

    /**
     * Writes a sender report, made from the timeline: both its times mean now, whatever was sent last. Without a feed or a
     * packet sent there is nothing to report.
     */
    public void writeReport(long nowNanos) {
        var source = feed;
        if (source != null && started()) {
            reports.reported(source.lagNanos(), nowNanos);
            writeCompound(report(source, nowNanos), false);
        }
    }

    private RtcpPacket report(RtpFeed source, long nowNanos) {
        long ticks = source.ticks(nowNanos - source.timeline().originNanos() - reports.lagNanos());
        return new RtcpPacket.SenderReport(ssrc(), ntp(source, nowNanos), timestampOffset + ticks, packets, bytes,
                List.of());
    }

    /** Writes the goodbye. */
    public void writeBye() {
        writeCompound(new RtcpPacket.ReceiverReport(ssrc(), List.of()), true);
    }

    /** RFC 3550 6.1: a compound packet starts with a report and always holds the CNAME. */
    private void writeCompound(RtcpPacket first, boolean bye) {
        var out = sink.allocate(REPORT_SIZE + ByteBufUtil.utf8MaxBytes(media.cname()));
        RtcpWriter.write(out, first);
        var cname = new RtcpPacket.Chunk(ssrc(), media.cname());
        RtcpWriter.write(out, new RtcpPacket.SourceDescription(List.of(cname)));
        if (bye) {
            RtcpWriter.write(out, new RtcpPacket.Goodbye(List.of(ssrc())));
        }
        sink.writeRtcp(out);
    }

    /** Takes the figures down for {@link #stats()}; about once a second. */
    public void measure() {
        var before = stats;
        stats = new SenderStats(kind(), packets, bytes, retransmitter.resent(), retransmitter.asked(),
                receiver.lossFraction(), receiver.jitterMillis(), receiver.rttMillis());
        metrics.sent(packets - before.packets(), retransmitter.resent() - before.resent());
    }

    /** As of the last {@link #measure()}. Safe anywhere. */
    public SenderStats stats() {
        return stats;
    }
}
