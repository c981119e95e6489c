package dev.sluice.webrtc.rtp.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes RTCP packets behind one another: a compound packet is several calls on one buffer. */
public final class RtcpWriter {
    /** RFC 3550 6.5: an item's length is one byte. */
    static final int MAX_CNAME = 255;

    private RtcpWriter() {}

    /**
     * @throws IllegalArgumentException for a record that the wire cannot hold, for {@link RtcpPacket.ReceiverEstimate}, which we
     *         have no use for, and for {@link RtcpPacket.Feedback} and {@link RtcpPacket.Other}, whose bodies were not read
     */
    public static void write(ByteBuf out, RtcpPacket packet) {
        int start = out.writerIndex();
        out.writeZero(RtcpType.HEADER_SIZE);
        switch (packet) {
            case RtcpPacket.SenderReport report -> senderReport(out, start, report);
            case RtcpPacket.ReceiverReport report -> receiverReport(out, start, report);
            case RtcpPacket.SourceDescription description -> sourceDescription(out, start, description);
            case RtcpPacket.Goodbye goodbye -> goodbye(out, start, goodbye);
            case RtcpPacket.Nack nack -> nack(out, start, nack);
            case RtcpPacket.PictureLoss loss -> feedback(out, start, RtcpType.PAYLOAD_FEEDBACK, RtcpType.PICTURE_LOSS,
                    loss.sender(), loss.media());
            case RtcpPacket.FullIntraRequest request -> fullIntraRequest(out, start, request);
            case RtcpPacket.ReceiverEstimate _,RtcpPacket.Feedback _,RtcpPacket.Other _ ->
                throw new IllegalArgumentException("not written: " + packet);
        }
        out.setShort(start + 2, (out.writerIndex() - start) / 4 - 1);
    }

    private static void head(ByteBuf out, int start, int type, int count) {
        if (count > RtcpType.MAX_COUNT) {
            throw new IllegalArgumentException("count: found " + count + ", expected at most " + RtcpType.MAX_COUNT);
        }
        out.setByte(start, RtpReader.VERSION << RtpReader.VERSION_SHIFT | count);
        out.setByte(start + 1, type);
    }

    private static void senderReport(ByteBuf out, int start, RtcpPacket.SenderReport report) {
        head(out, start, RtcpType.SENDER_REPORT, report.blocks().size());
        out.writeInt((int) report.ssrc());
        out.writeLong(report.ntp());
        out.writeInt((int) report.rtpTimestamp());
        out.writeInt((int) report.packets());
        out.writeInt((int) report.octets());
        blocks(out, report.blocks());
    }

    private static void receiverReport(ByteBuf out, int start, RtcpPacket.ReceiverReport report) {
        head(out, start, RtcpType.RECEIVER_REPORT, report.blocks().size());
        out.writeInt((int) report.ssrc());
        blocks(out, report.blocks());
    }

    private static void blocks(ByteBuf out, List<RtcpPacket.ReportBlock> blocks) {
        for (var block : blocks) {
            out.writeInt((int) block.ssrc());
            out.writeByte(block.fractionLost());
            out.writeMedium(block.cumulativeLost());
            out.writeInt((int) block.highestSequence());
            out.writeInt((int) block.jitter());
            out.writeInt((int) block.lastSenderReport());
            out.writeInt((int) block.delaySinceLast());
        }
    }

    private static void sourceDescription(ByteBuf out, int start, RtcpPacket.SourceDescription description) {
        head(out, start, RtcpType.SOURCE_DESCRIPTION, description.chunks().size());
        for (var chunk : description.chunks()) {
            int length = ByteBufUtil.utf8Bytes(chunk.cname());
            if (length > MAX_CNAME) {
                throw new IllegalArgumentException("CNAME: found " + length + " bytes, expected at most " + MAX_CNAME);
            }
            out.writeInt((int) chunk.ssrc());
            if (length > 0) {
                out.writeByte(RtcpType.CNAME);
                out.writeByte(length);
                out.writeCharSequence(chunk.cname(), StandardCharsets.UTF_8);
            }
            // RFC 3550 6.5: at least one null ends the list, more of them fill the word.
            out.writeZero(4 - (out.writerIndex() - start & 3));
        }
    }

    private static void goodbye(ByteBuf out, int start, RtcpPacket.Goodbye goodbye) {
        head(out, start, RtcpType.GOODBYE, goodbye.ssrcs().size());
        goodbye.ssrcs().forEach(ssrc -> out.writeInt(ssrc.intValue()));
    }

    private static void nack(ByteBuf out, int start, RtcpPacket.Nack nack) {
        feedback(out, start, RtcpType.TRANSPORT_FEEDBACK, RtcpType.NACK, nack.sender(), nack.media());
        for (var lost : nack.lost()) {
            out.writeShort(lost.first());
            out.writeShort(lost.following());
        }
    }

    private static void fullIntraRequest(ByteBuf out, int start, RtcpPacket.FullIntraRequest request) {
        // RFC 5104 4.3.1.2: the media source stands in the entries, here is 0.
        feedback(out, start, RtcpType.PAYLOAD_FEEDBACK, RtcpType.FULL_INTRA_REQUEST, request.sender(), 0);
        for (var intra : request.requests()) {
            out.writeInt((int) intra.ssrc());
            out.writeByte(intra.command());
            out.writeMedium(0);
        }
    }

    private static void feedback(ByteBuf out, int start, int type, int format, long sender, long media) {
        head(out, start, type, format);
        out.writeInt((int) sender);
        out.writeInt((int) media);
    }
}
