package dev.sluice.webrtc.rtp;

import dev.sluice.media.MediaKind;
import dev.sluice.webrtc.rtp.payload.Packetizer;
import dev.sluice.webrtc.rtp.wire.HeaderExtensions;
import dev.sluice.webrtc.rtp.wire.RtpHeaderWriter;
import dev.sluice.webrtc.sdp.NegotiatedCodec;
import dev.sluice.webrtc.sdp.NegotiatedMedia;
import org.jspecify.annotations.Nullable;

/**
 * Answers one viewer's NACKs: as retransmission stream (RFC 4588) where that was negotiated for the codec, else by the
 * very same packet again, bit for bit, because another plaintext under one SRTP index would reuse a GCM nonce.
 */
final class Retransmitter {
    private final NegotiatedMedia media;
    private final RtpHeaderWriter originals;
    private final RtpHeaderWriter retransmissions;
    private final RtpSink sink;
    private final RtpMetrics metrics;
    private final ResendBudget budget = new ResendBudget();
    private int rtxSequence;
    private long asked;
    private long resent;
    private long refused;

    /** @param rtxSequence of the first packet of the retransmission stream */
    Retransmitter(NegotiatedMedia media, RtpHeaderWriter originals, RtpSink sink, RtpMetrics metrics,
            int rtxSequence) {
        this.media = media;
        this.originals = originals;
        byte[] extensions = HeaderExtensions.mid(media.midExtensionId(), media.mid());
        this.retransmissions = new RtpHeaderWriter((int) media.rtxSsrc(), extensions);
        this.sink = sink;
        this.metrics = metrics;
        this.rtxSequence = rtxSequence;
    }

    /** Bytes went out for the first time. */
    void sent(int bytes) {
        budget.sent(bytes);
    }

    /** Packets that the viewer asked for. */
    long asked() {
        return asked;
    }

    /** Packets that were sent again. */
    long resent() {
        return resent;
    }

    /** Packets that the viewer's budget did not allow. */
    long refused() {
        return refused;
    }

    /**
     * @param feed whose frames were sent, while there is one
     * @param sent what was sent of it
     */
    void resend(int sequence, @Nullable RtpFeed feed, SentPackets sent) {
        asked++;
        int key = sent.find(sequence);
        var entry = key < 0 || feed == null ? null : feed.find(sent.frame(key));
        if (entry == null) {
            metrics.nackUnknown();
        } else if (!budget.spend(entry.length(sent.packet(key)) + Packetizer.RTX_OVERHEAD)) {
            refused++;
            metrics.nackBudget();
        } else {
            write(sequence, entry, sent, key);
            resent++;
        }
    }

    private void write(int sequence, FeedFrame entry, SentPackets sent, int key) {
        int packet = sent.packet(key);
        int payloadType = sent.payloadType(key);
        int rtxPayloadType = rtxPayloadType(payloadType);
        boolean marker = media.kind() == MediaKind.VIDEO && packet == entry.count() - 1;
        var out = sink.allocate(originals.size() + Packetizer.RTX_OVERHEAD + entry.length(packet));
        if (rtxPayloadType == NegotiatedCodec.NO_RTX) {
            originals.write(out, marker, payloadType, sequence, sent.timestamp(key));
        } else {
            retransmissions.write(out, marker, rtxPayloadType, rtxSequence++, sent.timestamp(key));
            // RFC 4588 4: the original sequence number, then the original payload.
            out.writeShort(sequence);
        }
        entry.write(packet, out);
        sink.writeRtp(out);
    }

    private int rtxPayloadType(int payloadType) {
        if (media.rtxSsrc() != 0) {
            for (int i = 0; i < media.codecs().size(); i++) {
                var codec = media.codecs().get(i);
                if (codec.payloadType() == payloadType) {
                    return codec.rtxPayloadType();
                }
            }
        }
        return NegotiatedCodec.NO_RTX;
    }
}
