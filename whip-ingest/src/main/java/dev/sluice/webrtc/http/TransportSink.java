package dev.sluice.webrtc.http;

import dev.sluice.webrtc.PeerTransport;
import dev.sluice.webrtc.rtp.RtpSink;
import io.netty.buffer.ByteBuf;

/** Packets go into a transport. On the transport's loop. */
public record TransportSink(PeerTransport transport) implements RtpSink {
    @Override
    public ByteBuf allocate(int plainBytes) {
        return transport.allocate(plainBytes);
    }

    @Override
    public void writeRtp(ByteBuf packet) {
        transport.writeRtp(packet);
    }

    @Override
    public void writeRtcp(ByteBuf packet) {
        transport.writeRtcp(packet);
    }

    @Override
    public boolean writable() {
        return transport.writable();
    }

    @Override
    public void flush() {
        transport.flush();
    }
}
