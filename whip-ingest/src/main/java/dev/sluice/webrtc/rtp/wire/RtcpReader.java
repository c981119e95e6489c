package dev.sluice.webrtc.rtp.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads compound and reduced-size RTCP (RFC 3550 6.1, RFC 5506). Every count is bounded by the packet's own length, and
 * that by the datagram's.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * |V=2|P|  count  |  packet type  |     length in words - 1       |
 * </pre>
 */
public final class RtcpReader {
    /** Packets of one compound packet that are read; browsers send up to five. */
    static final int MAX_PACKETS = 64;
    private static final int LOST_SIZE = 4;
    private static final int INTRA_SIZE = 8;
    private static final int ESTIMATE_SIZE = 8;
    private static final int MANTISSA_BITS = 18;
    private static final int MAX_MANTISSA = (1 << MANTISSA_BITS) - 1;

    private RtcpReader() {}

    /**
     * Tells each packet in turn. Borrows the buffer, leaves its indices alone.
     *
     * @return false when the bytes, or what follows the packets already told, are no RTCP
     */
    public static boolean read(ByteBuf compound, Consumer<? super RtcpPacket> packets) {
        var rest = compound.duplicate();
        for (int i = 0; rest.isReadable(); i++) {
            var packet = i < MAX_PACKETS ? next(rest) : null;
            if (packet == null) {
                return false;
            }
            packets.accept(packet);
        }
        return compound.isReadable();
    }

    private static @Nullable RtcpPacket next(ByteBuf rest) {
        if (rest.readableBytes() < RtcpType.HEADER_SIZE) {
            return null;
        }
        int first = rest.readUnsignedByte();
        int type = rest.readUnsignedByte();
        int length = 4 * rest.readUnsignedShort();
        if (first >> RtpReader.VERSION_SHIFT != RtpReader.VERSION || length > rest.readableBytes()) {
            return null;
        }
        var body = rest.readSlice(length);
        if ((first & RtcpType.PADDING_BIT) != 0 && !cutPadding(body)) {
            return null;
        }
        return packet(type, first & 0x1f, body);
    }

    private static boolean cutPadding(ByteBuf body) {
        int padding = body.isReadable() ? body.getUnsignedByte(body.writerIndex() - 1) : 0;
        if (padding == 0 || padding % 4 != 0 || padding > body.readableBytes()) {
            return false;
        }
        body.writerIndex(body.writerIndex() - padding);
        return true;
    }

    private static @Nullable RtcpPacket packet(int type, int count, ByteBuf body) {
        return switch (type) {
            case RtcpType.SENDER_REPORT -> senderReport(count, body);
            case RtcpType.RECEIVER_REPORT -> receiverReport(count, body);
            case RtcpType.SOURCE_DESCRIPTION -> sourceDescription(count, body);
            case RtcpType.GOODBYE -> goodbye(count, body);
            case RtcpType.TRANSPORT_FEEDBACK, RtcpType.PAYLOAD_FEEDBACK -> feedback(type, count, body);
            default -> new RtcpPacket.Other(type);
        };
    }

    private static @Nullable RtcpPacket senderReport(int count, ByteBuf body) {
        if (body.readableBytes() < 4 + RtcpType.SENDER_INFO_SIZE + count * RtcpType.BLOCK_SIZE) {
            return null;
        }
        return new RtcpPacket.SenderReport(body.readUnsignedInt(), body.readLong(), body.readUnsignedInt(),
                body.readUnsignedInt(), body.readUnsignedInt(), blocks(count, body));
    }

    private static @Nullable RtcpPacket receiverReport(int count, ByteBuf body) {
        if (body.readableBytes() < 4 + count * RtcpType.BLOCK_SIZE) {
            return null;
        }
        return new RtcpPacket.ReceiverReport(body.readUnsignedInt(), blocks(count, body));
    }

    /** Profile-specific extensions may follow; they are passed over. */
    private static List<RtcpPacket.ReportBlock> blocks(int count, ByteBuf body) {
        var blocks = new ArrayList<RtcpPacket.ReportBlock>(count);
        for (int i = 0; i < count; i++) {
            blocks.add(new RtcpPacket.ReportBlock(body.readUnsignedInt(), body.readUnsignedByte(), body.readMedium(),
                    body.readUnsignedInt(), body.readUnsignedInt(), body.readUnsignedInt(), body.readUnsignedInt()));
        }
        return blocks;
    }

    private static @Nullable RtcpPacket sourceDescription(int count, ByteBuf body) {
        var chunks = new ArrayList<RtcpPacket.Chunk>(count);
        for (int i = 0; i < count; i++) {
            if (body.readableBytes() < 4) {
                return null;
            }
            long ssrc = body.readUnsignedInt();
            var cname = items(body);
            if (cname == null) {
                return null;
            }
            chunks.add(new RtcpPacket.Chunk(ssrc, cname));
        }
        return new RtcpPacket.SourceDescription(chunks);
    }

    /** The CNAME among a chunk's items, which end with a zero byte and padding to a whole word; null: malformed. */
    private static @Nullable String items(ByteBuf body) {
        var cname = "";
        while (body.isReadable()) {
            int type = body.readUnsignedByte();
            if (type == 0) {
                body.skipBytes(Math.min(body.readableBytes(), -body.readerIndex() & 3));
                return cname;
            }
            int length = body.isReadable() ? body.readUnsignedByte() : Integer.MAX_VALUE;
            if (length > body.readableBytes()) {
                return null;
            }
            var value = body.readSlice(length);
            cname = type == RtcpType.CNAME ? value.toString(StandardCharsets.UTF_8) : cname;
        }
        return null;
    }

    private static @Nullable RtcpPacket goodbye(int count, ByteBuf body) {
        if (body.readableBytes() < 4 * count) {
            return null;
        }
        var ssrcs = new ArrayList<Long>(count);
        for (int i = 0; i < count; i++) {
            ssrcs.add(body.readUnsignedInt());
        }
        return new RtcpPacket.Goodbye(ssrcs);
    }

    private static @Nullable RtcpPacket feedback(int type, int format, ByteBuf body) {
        if (body.readableBytes() < 8) {
            return null;
        }
        long sender = body.readUnsignedInt();
        long media = body.readUnsignedInt();
        if (type == RtcpType.TRANSPORT_FEEDBACK && format == RtcpType.NACK) {
            return new RtcpPacket.Nack(sender, media, lost(body));
        }
        if (type == RtcpType.PAYLOAD_FEEDBACK && format == RtcpType.PICTURE_LOSS) {
            return new RtcpPacket.PictureLoss(sender, media);
        }
        if (type == RtcpType.PAYLOAD_FEEDBACK && format == RtcpType.FULL_INTRA_REQUEST) {
            return new RtcpPacket.FullIntraRequest(sender, requests(body));
        }
        if (type == RtcpType.PAYLOAD_FEEDBACK && format == RtcpType.APPLICATION_LAYER && isEstimate(body)) {
            return estimate(sender, body);
        }
        return new RtcpPacket.Feedback(type, format, sender, media);
    }

    /** Other application layer feedback carries another identifier. */
    private static boolean isEstimate(ByteBuf body) {
        return body.readableBytes() >= ESTIMATE_SIZE && body.getInt(body.readerIndex()) == RtcpType.REMB;
    }

    /**
     * draft-alvestrand-rmcat-remb-03 2.2:
     *
     * <pre>
     * |  Unique identifier 'R' 'E' 'M' 'B'                            |
     * |  Num SSRC     | BR Exp    |  BR Mantissa                      |
     * |   SSRC feedback                                               |
     * </pre>
     */
    private static @Nullable RtcpPacket estimate(long sender, ByteBuf body) {
        body.skipBytes(4);
        int count = body.readUnsignedByte();
        int rate = body.readUnsignedMedium();
        if (body.readableBytes() < 4 * count) {
            return null;
        }
        var ssrcs = new ArrayList<Long>(count);
        for (int i = 0; i < count; i++) {
            ssrcs.add(body.readUnsignedInt());
        }
        return new RtcpPacket.ReceiverEstimate(sender, bits(rate & MAX_MANTISSA, rate >> MANTISSA_BITS), ssrcs);
    }

    /** The exponent has six bits, which a long has not. */
    private static long bits(long mantissa, int exponent) {
        return exponent > Long.numberOfLeadingZeros(mantissa) - 1 ? Long.MAX_VALUE : mantissa << exponent;
    }

    private static List<RtcpPacket.Lost> lost(ByteBuf body) {
        var lost = new ArrayList<RtcpPacket.Lost>(body.readableBytes() / LOST_SIZE);
        while (body.readableBytes() >= LOST_SIZE) {
            lost.add(new RtcpPacket.Lost(body.readUnsignedShort(), body.readUnsignedShort()));
        }
        return lost;
    }

    private static List<RtcpPacket.Intra> requests(ByteBuf body) {
        var requests = new ArrayList<RtcpPacket.Intra>(body.readableBytes() / INTRA_SIZE);
        while (body.readableBytes() >= INTRA_SIZE) {
            requests.add(new RtcpPacket.Intra(body.readUnsignedInt(), body.readUnsignedByte()));
            body.skipBytes(3);
        }
        return requests;
    }
}
