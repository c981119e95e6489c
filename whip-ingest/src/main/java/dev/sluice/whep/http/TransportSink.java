package dev.sluice.whep.http;

import dev.sluice.webrtc.PeerTransport;
import dev.sluice.webrtc.rtp.RtpSink;
import io.netty.buffer.ByteBuf;

/** A viewer's packets go into its transport. On the transport's loop. */
record TransportSink(PeerTransport transport) implements RtpSink {
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
    public void flush() {
        transport.flush();
    }
}
