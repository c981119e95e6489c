package dev.sluice.webrtc.rtp.receive;

import dev.sluice.webrtc.rtp.RtpSink;
import dev.sluice.webrtc.rtp.receive.ReceivedSection.Encoding;
import dev.sluice.webrtc.rtp.wire.RtcpPacket;
import dev.sluice.webrtc.rtp.wire.RtcpReader;
import dev.sluice.webrtc.rtp.wire.RtpReader;
import dev.sluice.webrtc.sdp.ReceivedMedia;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All that one publisher sends: packets in, frames and RTCP out. Borrows what it is given. Lives on the sink's loop;
 * {@link #stats()} may be called anywhere.
 */
public final class Receiver {
    /** How often {@link #tick} is to be called, about. */
    public static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    static final long REPORT_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** libwebrtc takes 50 to 250 ms. */
    static final long TRANSPORT_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** A sender that changes its SSRC more often keeps the old one: streams are costly. */
    static final long MIN_STREAM_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final List<Encoding> encodings;
    private final Demultiplexer demultiplexer;
    private final FeedbackWriter feedback;
    private final ReceivedStream.Shared shared;
    private final ArrivalLog arrivals = new ArrivalLog();
    private final int transportExtension;
    private final RtpReader header = new RtpReader();
    private final List<ReceivedStream> streams = new ArrayList<>();
    private boolean begun;
    private long reportedNanos;
    private long transportNanos;
    private long latestSsrc;
    private boolean closed;

    /**
     * Who a receiver is, and who works for it.
     *
     * @param ssrc of its reports, none of the offer's
     * @param cname of its reports (RFC 3550 6.5.1)
     * @param frames takes what comes out
     */
    public record Parts(long ssrc, String cname, RtpSink sink, Depacketizers depacketizers, ReceiveMetrics metrics,
            FrameSink frames) {}

    /** @param media the answer's accepted sections */
    public Receiver(List<ReceivedMedia> media, Parts parts) {
        var sections = media.stream().map(ReceivedSection::new).toList();
        encodings = sections.stream().flatMap(section -> section.encodings().stream()).toList();
        demultiplexer = new Demultiplexer(sections);
        boolean reducedSize = media.stream().allMatch(ReceivedMedia::reducedSize);
        feedback = new FeedbackWriter(parts.sink(), parts.ssrc(), parts.cname(), reducedSize);
        shared = new ReceivedStream.Shared(parts.depacketizers(), new SenderClock(), parts.metrics(), parts.frames());
        // RFC 9143 15.1: bundled sections give one extension one id.
        transportExtension = media.stream().mapToInt(one -> one.extensions().transportSequence()).max().orElse(0);
    }

    /** @param packet RTP; borrowed */
    public void onRtp(ByteBuf packet, long nowNanos) {
        if (closed) {
            return;
        }
        if (!header.read(packet)) {
            shared.metrics().malformed();
            return;
        }
        begin(nowNanos);
        noteArrival(packet, nowNanos);
        var encoding = demultiplexer.find(header, packet);
        if (encoding == null) {
            shared.metrics().unknown();
        } else {
            onPacket(encoding, packet, nowNanos);
        }
        feedback.flush();
    }

    private void begin(long nowNanos) {
        if (!begun) {
            begun = true;
            reportedNanos = nowNanos;
            transportNanos = nowNanos;
        }
    }

    private void noteArrival(ByteBuf packet, long nowNanos) {
        if (transportExtension != 0 && header.findElement(transportExtension) && header.elementLength() == 2) {
            arrivals.onPacket(packet.getUnsignedShort(header.elementIndex()), nowNanos);
            latestSsrc = header.ssrc();
        }
    }

    private void onPacket(Encoding encoding, ByteBuf packet, long nowNanos) {
        int type = header.payloadType();
        int original = encoding.section().original(type);
        var stream = original == type ? stream(encoding, nowNanos) : encoding.stream();
        if (stream == null || original == ReceivedSection.UNKNOWN) {
            shared.metrics().unknown();
            return;
        }
        if (original == type) {
            stream.onPacket(header, packet, nowNanos);
        } else {
            stream.onRtx(header, packet, original, nowNanos);
        }
        stream.tick(feedback, nowNanos);
    }

    /**
     * The encoding's stream; another SSRC (an encoder that restarted) takes the place of the one before, unless that one
     * has only just come.
     */
    private @Nullable ReceivedStream stream(Encoding encoding, long nowNanos) {
        var current = encoding.stream();
        if (current != null && current.ssrc() == header.ssrc()) {
            return current;
        }
        if (current != null) {
            if (nowNanos - current.startedNanos() < MIN_STREAM_NANOS) {
                return null;
            }
            demultiplexer.replace(current.ssrc(), header.ssrc(), encoding);
            streams.remove(current);
        }
        var next = new ReceivedStream(encoding.section().media(), encoding.rid(), header.ssrc(), shared, nowNanos);
        streams.add(next);
        encoding.replace(next);
        return next;
    }

    /** @param compound RTCP; borrowed */
    public void onRtcp(ByteBuf compound, long nowNanos) {
        if (!closed && !RtcpReader.read(compound, packet -> onRtcp(packet, nowNanos))) {
            shared.metrics().malformed();
        }
    }

    private void onRtcp(RtcpPacket packet, long nowNanos) {
        if (packet instanceof RtcpPacket.SenderReport report) {
            var stream = stream(report.ssrc());
            if (stream != null) {
                stream.onSenderReport(report, nowNanos);
            }
        }
    }

    private @Nullable ReceivedStream stream(long ssrc) {
        for (int i = 0; i < streams.size(); i++) {
            if (streams.get(i).ssrc() == ssrc) {
                return streams.get(i);
            }
        }
        return null;
    }

    /**
     * A viewer can do nothing without a key frame. Passed on once a second at most, until one comes.
     *
     * @param rid of the encoding that it watches, empty without simulcast
     */
    public void requestKeyFrame(String rid, long nowNanos) {
        for (int i = 0; i < encodings.size(); i++) {
            var stream = encodings.get(i).rid().equals(rid) ? encodings.get(i).stream() : null;
            if (stream != null && !closed) {
                stream.requestKeyFrame();
                stream.tick(feedback, nowNanos);
            }
        }
        feedback.flush();
    }

    /** Time has passed; about every {@link #TICK_NANOS}. */
    public void tick(long nowNanos) {
        if (closed || !begun) {
            return;
        }
        for (int i = 0; i < streams.size(); i++) {
            streams.get(i).tick(feedback, nowNanos);
        }
        if (nowNanos - transportNanos >= TRANSPORT_INTERVAL_NANOS) {
            transportNanos = nowNanos;
            while (arrivals.pending()) {
                feedback.transportWide(arrivals, latestSsrc);
            }
        }
        if (nowNanos - reportedNanos >= REPORT_INTERVAL_NANOS) {
            reportedNanos = nowNanos;
            feedback.report(streams.stream().map(stream -> stream.block(nowNanos)).toList());
            streams.forEach(ReceivedStream::measure);
        }
        feedback.flush();
    }

    /** Of each stream that came so far, as of the last second. Safe anywhere. */
    public List<StreamStats> stats() {
        var stats = new ArrayList<StreamStats>();
        for (var encoding : encodings) {
            var stream = encoding.stream();
            if (stream != null) {
                stats.add(stream.stats());
            }
        }
        return stats;
    }

    /** Releases what is kept; whatever comes later is ignored. Idempotent. */
    public void close() {
        if (!closed) {
            closed = true;
            streams.forEach(ReceivedStream::close);
            streams.clear();
        }
    }
}
