package dev.sluice.webrtc.srtp;

import dev.sluice.runtime.DropReason;
import io.netty.buffer.ByteBuf;
import io.netty.util.collection.IntObjectHashMap;
import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jspecify.annotations.Nullable;

/**
 * Unprotects with jitsi-srtp, one context per SSRC. A packet of an unknown SSRC is tried on a spare context, which is given
 * to that SSRC only if the packet authenticates: forged ones make no state and derive no keys.
 */
final class JitsiUnprotector implements SrtpUnprotector {
    private final JitsiContexts contexts;
    private final int tagLength;
    private final IntObjectHashMap<Stream> streams = new IntObjectHashMap<>();
    private final IntObjectHashMap<SrtcpCryptoContext> control = new IntObjectHashMap<>();
    private @Nullable Stream spareStream;
    private @Nullable SrtcpCryptoContext spareControl;

    JitsiUnprotector(JitsiContexts contexts) {
        this.contexts = contexts;
        this.tagLength = contexts.profile().tagLength();
    }

    @Override
    public @Nullable DropReason unprotectRtp(ByteBuf packet) {
        if (packet.readableBytes() > PacketArray.MAX_PACKET_BYTES || RtpHeader.length(packet, tagLength) < 0) {
            return DropReason.RTP_MALFORMED;
        }
        int ssrc = RtpHeader.ssrc(packet);
        var known = streams.get(ssrc);
        var stream = known != null ? known : spareStream();
        var dropped = stream.unprotect(packet);
        if (known == null && dropped == null) {
            if (streams.size() == JitsiContexts.MAX_SSRCS) {
                spareStream = null;
                return DropReason.RTP_MALFORMED;
            }
            streams.put(ssrc, stream);
            spareStream = null;
        }
        return dropped;
    }

    private Stream spareStream() {
        var spare = spareStream;
        if (spare == null) {
            spare = new Stream(contexts.rtp());
            spareStream = spare;
        }
        return spare;
    }

    @Override
    public @Nullable DropReason unprotectRtcp(ByteBuf packet) {
        int least = RtpHeader.RTCP_BYTES + RtpHeader.SRTCP_INDEX_BYTES + tagLength;
        if (packet.readableBytes() > PacketArray.MAX_PACKET_BYTES || packet.readableBytes() < least) {
            return DropReason.RTP_MALFORMED;
        }
        int ssrc = RtpHeader.rtcpSsrc(packet);
        var known = control.get(ssrc);
        var context = known != null ? known : spareControl();
        var dropped = unprotect(context, packet);
        if (known == null && dropped == null) {
            if (control.size() == JitsiContexts.MAX_SSRCS) {
                spareControl = null;
                return DropReason.RTP_MALFORMED;
            }
            control.put(ssrc, context);
            spareControl = null;
        }
        return dropped;
    }

    private SrtcpCryptoContext spareControl() {
        var spare = spareControl;
        if (spare == null) {
            spare = contexts.rtcp();
            spareControl = spare;
        }
        return spare;
    }

    private static @Nullable DropReason unprotect(SrtcpCryptoContext context, ByteBuf packet) {
        var array = PacketArray.of(packet);
        try {
            return stored(context.reverseTransformPacket(array), array, packet);
        } catch (GeneralSecurityException e) {
            return DropReason.SRTP_AUTH;
        }
    }

    private static @Nullable DropReason stored(SrtpErrorStatus status, PacketArray array, ByteBuf packet) {
        return switch (status) {
            case OK -> {
                array.store(packet);
                yield null;
            }
            case REPLAY_FAIL, REPLAY_OLD -> DropReason.SRTP_REPLAY;
            case INVALID_PACKET -> DropReason.RTP_MALFORMED;
            case FAIL, AUTH_FAIL -> DropReason.SRTP_AUTH;
        };
    }

    /** What is received under one SSRC. */
    private static final class Stream {
        private final SrtpCryptoContext context;
        private final ReplayWindow window = new ReplayWindow();

        Stream(SrtpCryptoContext context) {
            this.context = context;
        }

        @Nullable
        DropReason unprotect(ByteBuf packet) {
            long index = window.guess(RtpHeader.sequence(packet));
            if (window.rejects(index)) {
                return DropReason.SRTP_REPLAY;
            }
            var array = PacketArray.of(packet);
            try {
                var dropped = stored(context.reverseTransformPacket(array, false), array, packet);
                if (dropped == null) {
                    window.accept(index);
                }
                return dropped;
            } catch (GeneralSecurityException e) {
                return DropReason.SRTP_AUTH;
            }
        }
    }
}
