package dev.sluice.webrtc.rtp.receive;

import dev.sluice.webrtc.rtp.RtpSink;
import dev.sluice.webrtc.rtp.wire.RtcpPacket;
import dev.sluice.webrtc.rtp.wire.RtcpWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;

/** Writes RTCP towards one publisher. Lives on the sink's loop. */
final class FeedbackWriter {
    /** RFC 3550 6.4.2: the count has five bits. */
    static final int MAX_BLOCKS = 31;
    /** Largest of what is written but for reports: transport-wide feedback and full NACKs. */
    private static final int MAX_FEEDBACK = 1_024;
    private static final int BLOCK_SIZE = 24;
    private static final int FOLLOWING = 16;

    private final RtpSink sink;
    private final long local;
    private final boolean reducedSize;
    private final RtcpPacket noBlocks;
    private final RtcpPacket name;
    private final int preamble;
    private boolean written;

    /**
     * @param local SSRC of our reports
     * @param reducedSize whether feedback may stand alone (RFC 5506), else it follows a report
     */
    FeedbackWriter(RtpSink sink, long local, String cname, boolean reducedSize) {
        this.sink = sink;
        this.local = local;
        this.reducedSize = reducedSize;
        this.noBlocks = new RtcpPacket.ReceiverReport(local, List.of());
        this.name = new RtcpPacket.SourceDescription(List.of(new RtcpPacket.Chunk(local, cname)));
        this.preamble = 8 + 4 + 4 + 2 + ByteBufUtil.utf8MaxBytes(cname) + 4;
    }

    /** RFC 3550 6.1: a compound packet starts with a report and holds the CNAME. */
    void report(List<RtcpPacket.ReportBlock> blocks) {
        var some = blocks.subList(0, Math.min(blocks.size(), MAX_BLOCKS));
        var out = sink.allocate(preamble + BLOCK_SIZE * some.size());
        RtcpWriter.write(out, new RtcpPacket.ReceiverReport(local, some));
        RtcpWriter.write(out, name);
        send(out);
    }

    /** @param sequences unwrapped, in rising order, at most what fits in a datagram however they lie */
    void nack(long media, long[] sequences, int count) {
        var lost = new ArrayList<RtcpPacket.Lost>();
        for (int i = 0; i < count;) {
            long first = sequences[i++];
            int following = 0;
            for (; i < count && sequences[i] - first <= FOLLOWING; i++) {
                following |= 1 << (int) (sequences[i] - first - 1);
            }
            lost.add(new RtcpPacket.Lost((int) first & 0xffff, following));
        }
        feedback(new RtcpPacket.Nack(local, media, lost));
    }

    void pictureLoss(long media) {
        feedback(new RtcpPacket.PictureLoss(local, media));
    }

    void fullIntraRequest(long media, int command) {
        feedback(new RtcpPacket.FullIntraRequest(local, List.of(new RtcpPacket.Intra(media, command & 0xff))));
    }

    private void feedback(RtcpPacket packet) {
        var out = begin();
        RtcpWriter.write(out, packet);
        send(out);
    }

    void transportWide(ArrivalLog arrivals, long media) {
        var out = begin();
        arrivals.write(out, local, media);
        send(out);
    }

    private ByteBuf begin() {
        var out = sink.allocate(preamble + MAX_FEEDBACK);
        if (!reducedSize) {
            RtcpWriter.write(out, noBlocks);
            RtcpWriter.write(out, name);
        }
        return out;
    }

    private void send(ByteBuf out) {
        sink.writeRtcp(out);
        written = true;
    }

    /** Cheap if nothing was written. */
    void flush() {
        if (written) {
            written = false;
            sink.flush();
        }
    }
}
