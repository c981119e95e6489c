package dev.sluice.webrtc.rtp;

import dev.sluice.runtime.Clock;
import dev.sluice.webrtc.rtp.wire.RtcpPacket;
import dev.sluice.webrtc.rtp.wire.RtcpReader;
import dev.sluice.webrtc.rtp.wire.RtpReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/** A viewer's end of the wire without wire and crypto: keeps what was flushed, and when. */
public final class RecordingSink implements RtpSink {
    private final Clock clock;
    private final RtpReader reader = new RtpReader();
    private final List<Sent> waiting = new ArrayList<>();
    public final List<Sent> rtp = new ArrayList<>();
    public final List<RtcpPacket> rtcp = new ArrayList<>();
    public int flushes;
    public boolean writable = true;

    /** One RTP packet as it was sent. */
    public record Sent(long nanos, long ssrc, int payloadType, int sequence, int timestamp, boolean marker,
            String payload, String bytes) {
        /** Bytes of the payload. */
        public ByteBuf content() {
            return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(payload));
        }
    }

    public RecordingSink(Clock clock) {
        this.clock = clock;
    }

    @Override
    public ByteBuf allocate(int plainBytes) {
        return PooledByteBufAllocator.DEFAULT.directBuffer(plainBytes, plainBytes);
    }

    @Override
    public void writeRtp(ByteBuf packet) {
        var copy = copied(packet);
        if (!reader.read(copy)) {
            throw new AssertionError("no RTP: " + ByteBufUtil.hexDump(copy));
        }
        waiting.add(new Sent(clock.nanos(), reader.ssrc(), reader.payloadType(), reader.sequence(),
                (int) reader.timestamp(), reader.marker(),
                ByteBufUtil.hexDump(copy, reader.payloadIndex(), reader.payloadLength()), ByteBufUtil.hexDump(copy)));
    }

    @Override
    public void writeRtcp(ByteBuf packet) {
        var copy = copied(packet);
        if (!RtcpReader.read(copy, rtcp::add)) {
            throw new AssertionError("no RTCP: " + ByteBufUtil.hexDump(copy));
        }
    }

    /** Reading a tracked buffer byte by byte takes the leak detector long. */
    private static ByteBuf copied(ByteBuf packet) {
        var copy = Unpooled.wrappedBuffer(ByteBufUtil.getBytes(packet));
        packet.release();
        return copy;
    }

    @Override
    public boolean writable() {
        return writable;
    }

    @Override
    public void flush() {
        flushes++;
        rtp.addAll(waiting);
        waiting.clear();
    }

    /** What was flushed of one stream. */
    public List<Sent> of(long ssrc) {
        return rtp.stream().filter(sent -> sent.ssrc() == ssrc).toList();
    }

    /** The sender reports of one stream. */
    public List<RtcpPacket.SenderReport> reports(long ssrc) {
        return rtcp.stream().filter(RtcpPacket.SenderReport.class::isInstance).map(RtcpPacket.SenderReport.class::cast)
                .filter(report -> report.ssrc() == ssrc).toList();
    }
}
