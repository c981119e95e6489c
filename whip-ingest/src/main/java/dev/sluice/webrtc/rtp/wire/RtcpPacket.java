package dev.sluice.webrtc.rtp.wire;

import java.util.List;

/**
 * One packet of a compound RTCP packet (RFC 3550 6, RFC 4585 6, RFC 5104 4.3). SSRCs and timestamps are 32 bits
 * unsigned unless said otherwise.
 */
public sealed interface RtcpPacket {
    /**
     * SR.
     *
     * @param ntp 64 bits, {@link NtpTime}
     * @param packets sent since the start, 32 bits
     * @param octets of payload sent since the start, 32 bits
     */
    record SenderReport(long ssrc, long ntp, long rtpTimestamp, long packets, long octets,
            List<ReportBlock> blocks) implements RtcpPacket {
        public SenderReport {
            blocks = List.copyOf(blocks);
        }
    }

    /** RR. */
    record ReceiverReport(long ssrc, List<ReportBlock> blocks) implements RtcpPacket {
        public ReceiverReport {
            blocks = List.copyOf(blocks);
        }
    }

    /**
     * What a receiver says of one stream.
     *
     * @param fractionLost since its last report, 0..255 of 256
     * @param cumulativeLost since the start, 24 bits signed: duplicates make it negative
     * @param highestSequence extended: cycles in the upper 16 bits
     * @param jitter in ticks of the stream's clock
     * @param lastSenderReport middle bits of the NTP time of the last SR that it has, 0: none
     * @param delaySinceLast between that SR's arrival and this report, in 1/65536 s
     */
    record ReportBlock(long ssrc, int fractionLost, int cumulativeLost, long highestSequence, long jitter,
            long lastSenderReport, long delaySinceLast) {}

    /** SDES. */
    record SourceDescription(List<Chunk> chunks) implements RtcpPacket {
        public SourceDescription {
            chunks = List.copyOf(chunks);
        }
    }

    /** @param cname empty where the chunk names none; other items are passed over */
    record Chunk(long ssrc, String cname) {}

    /** BYE; the reason for leaving is passed over. */
    record Goodbye(List<Long> ssrcs) implements RtcpPacket {
        public Goodbye {
            ssrcs = List.copyOf(ssrcs);
        }
    }

    /** Generic NACK, RFC 4585 6.2.1. */
    record Nack(long sender, long media, List<Lost> lost) implements RtcpPacket {
        public Nack {
            lost = List.copyOf(lost);
        }
    }

    /**
     * @param first a lost packet's sequence number
     * @param following bit i, counted from the least significant, set: packet {@code first + 1 + i} is lost too
     */
    record Lost(int first, int following) {}

    /** PLI, RFC 4585 6.3.1. */
    record PictureLoss(long sender, long media) implements RtcpPacket {}

    /** FIR, RFC 5104 4.3.1. */
    record FullIntraRequest(long sender, List<Intra> requests) implements RtcpPacket {
        public FullIntraRequest {
            requests = List.copyOf(requests);
        }
    }

    /** @param command sequence number of the request, 0..255: a repetition carries the same */
    record Intra(long ssrc, int command) {}

    /**
     * REMB, draft-alvestrand-rmcat-remb-03.
     *
     * @param bitsPerSecond that the receiver takes of these streams together
     */
    record ReceiverEstimate(long sender, long bitsPerSecond, List<Long> ssrcs) implements RtcpPacket {
        public ReceiverEstimate {
            ssrcs = List.copyOf(ssrcs);
        }
    }

    /** Feedback that is known by its kind only: transport-cc (205, 15), others. */
    record Feedback(int packetType, int format, long sender, long media) implements RtcpPacket {}

    /** APP, XR and what else is passed over. */
    record Other(int packetType) implements RtcpPacket {}
}
