package dev.sluice.webrtc.rtp.receive;

import dev.sluice.webrtc.sdp.NegotiatedCodec;
import dev.sluice.webrtc.sdp.ReceivedMedia;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The streams of one media section: one, or one for each RID of a simulcast. Lives on its receiver's loop. */
final class ReceivedSection {
    /** Encodings of a simulcast; browsers send three. */
    static final int MAX_ENCODINGS = 4;
    /** What RID a stream without one has. */
    static final String NO_RID = "";
    /** No payload type that was agreed. */
    static final int UNKNOWN = -1;
    private static final int PAYLOAD_TYPES = 128;

    private final ReceivedMedia media;
    private final List<Encoding> encodings = new ArrayList<>();
    private final byte[] originals = new byte[PAYLOAD_TYPES];

    /** A place that one SSRC at a time fills. */
    static final class Encoding {
        private final ReceivedSection section;
        private final String rid;
        private volatile @Nullable ReceivedStream stream;

        private Encoding(ReceivedSection section, String rid) {
            this.section = section;
            this.rid = rid;
        }

        ReceivedSection section() {
            return section;
        }

        String rid() {
            return rid;
        }

        @Nullable
        ReceivedStream stream() {
            return stream;
        }

        /** The SSRC changed: what the old one left is closed. */
        void replace(ReceivedStream next) {
            var old = stream;
            stream = next;
            if (old != null) {
                old.close();
            }
        }
    }

    ReceivedSection(ReceivedMedia media) {
        this.media = media;
        var rids = media.rids().isEmpty() ? List.of(NO_RID) : media.rids();
        rids.stream().limit(MAX_ENCODINGS).forEach(rid -> encodings.add(new Encoding(this, rid)));
        fillOriginals();
    }

    private void fillOriginals() {
        Arrays.fill(originals, (byte) UNKNOWN);
        media.codecs().reversed().stream().filter(NegotiatedCodec::rtx)
                .forEach(codec -> originals[codec.rtxPayloadType()] = (byte) codec.payloadType());
        media.codecs().forEach(codec -> originals[codec.payloadType()] = (byte) codec.payloadType());
    }

    ReceivedMedia media() {
        return media;
    }

    List<Encoding> encodings() {
        return encodings;
    }

    @Nullable
    Encoding encoding(String rid) {
        for (var encoding : encodings) {
            if (encoding.rid().equals(rid)) {
                return encoding;
            }
        }
        return null;
    }

    /**
     * The payload type of the media in a packet: the packet's own, of a retransmission that of what it repeats, or
     * {@link #UNKNOWN}.
     */
    int original(int payloadType) {
        return originals[payloadType];
    }
}
