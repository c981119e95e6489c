package dev.sluice.webrtc.srtp;

import io.netty.buffer.ByteBuf;
import io.netty.util.collection.IntObjectHashMap;
import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;

/** Protects with jitsi-srtp, one context per SSRC. */
final class JitsiProtector implements SrtpProtector {
    private final JitsiContexts contexts;
    private final IntObjectHashMap<Stream> streams = new IntObjectHashMap<>();
    private final IntObjectHashMap<SrtcpCryptoContext> control = new IntObjectHashMap<>();

    JitsiProtector(JitsiContexts contexts) {
        this.contexts = contexts;
    }

    @Override
    public void protectRtp(ByteBuf packet) {
        if (RtpHeader.length(packet, 0) < 0) {
            throw new IllegalArgumentException("RTP packet to protect: shorter than its header says");
        }
        int ssrc = RtpHeader.ssrc(packet);
        var stream = streams.get(ssrc);
        if (stream == null) {
            stream = new Stream(contexts.rtp(), ssrc);
            streams.put(ssrc, stream);
        }
        stream.protect(packet, contexts.profile().tagLength());
    }

    @Override
    public void protectRtcp(ByteBuf packet) {
        if (packet.readableBytes() < RtpHeader.RTCP_BYTES) {
            throw new IllegalArgumentException("RTCP packet to protect: shorter than 8 bytes");
        }
        int ssrc = RtpHeader.rtcpSsrc(packet);
        var context = control.get(ssrc);
        if (context == null) {
            context = contexts.rtcp();
            control.put(ssrc, context);
        }
        int expansion = contexts.profile().tagLength() + RtpHeader.SRTCP_INDEX_BYTES;
        var array = open(packet, expansion);
        int plain = array.getLength();
        try {
            close(packet, array, context.transformPacket(array), plain + expansion);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PacketArray open(ByteBuf packet, int expansion) {
        if (packet.maxWritableBytes() < expansion) {
            throw new IllegalArgumentException("packet to protect: no room for its tag");
        }
        packet.ensureWritable(expansion);
        return PacketArray.of(packet);
    }

    private static void close(ByteBuf packet, PacketArray array, SrtpErrorStatus status, int expected) {
        // jitsi-srtp says OK to a packet whose encryption failed; such a one would leave in the clear.
        if (status != SrtpErrorStatus.OK || array.getLength() != expected) {
            throw new IllegalStateException("packet could not be protected: " + status);
        }
        array.store(packet);
    }

    /** What is sent under one SSRC. */
    private static final class Stream {
        private final SrtpCryptoContext context;
        private final int ssrc;
        private int last = -1;
        private int highest = -1;

        Stream(SrtpCryptoContext context, int ssrc) {
            this.context = context;
            this.ssrc = ssrc;
        }

        void protect(ByteBuf packet, int tagLength) {
            int sequence = RtpHeader.sequence(packet);
            try {
                if (sequence == last) {
                    forgetNonce();
                }
                var array = open(packet, tagLength);
                int plain = array.getLength();
                close(packet, array, context.transformPacket(array), plain + tagLength);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
            sent(sequence);
        }

        private void sent(int sequence) {
            last = sequence;
            if (highest < 0 || (short) (sequence - highest) > 0) {
                highest = sequence;
            }
        }

        /**
         * Java's GCM refuses the nonce it used last. A plain resend directly after the packet itself is that nonce with the
         * same plaintext, so it is no reuse; protecting another header, which is thrown away, makes it pass.
         */
        private void forgetNonce() throws GeneralSecurityException {
            context.transformPacket(PacketArray.header(ssrc, last == highest ? last - 1 : highest));
        }
    }
}
