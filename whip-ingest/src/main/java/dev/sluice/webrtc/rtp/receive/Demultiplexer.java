package dev.sluice.webrtc.rtp.receive;

import dev.sluice.webrtc.rtp.receive.ReceivedSection.Encoding;
import dev.sluice.webrtc.rtp.wire.RtpReader;
import dev.sluice.webrtc.sdp.ReceivedExtensions;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the encoding that a packet belongs to (RFC 9143 9.2, RFC 8852): by an SSRC that the offer announced (OBS) or that is
 * known by now, else by MID and RID (browsers), else by a payload type that only one section has (FFmpeg, GStreamer).
 * Single-threaded.
 */
final class Demultiplexer {
    private final List<ReceivedSection> sections;
    private final SsrcTable ssrcs = new SsrcTable();

    Demultiplexer(List<ReceivedSection> sections) {
        this.sections = sections;
        for (var section : sections) {
            // Of several encodings an SSRC alone does not say which.
            if (section.encodings().size() == 1) {
                var only = section.encodings().getFirst();
                section.media().ssrcs().forEach(ssrc -> ssrcs.learn(ssrc, only));
            }
        }
    }

    /**
     * @param header has read the packet
     * @return null: it belongs nowhere
     */
    @Nullable
    Encoding find(RtpReader header, ByteBuf packet) {
        var known = ssrcs.find(header.ssrc());
        if (known != null) {
            return known.encoding();
        }
        var section = section(header, packet);
        var encoding = section == null ? null : encoding(section, header, packet);
        return encoding != null && ssrcs.learn(header.ssrc(), encoding) ? encoding : null;
    }

    /** Another media SSRC took that one's place: nothing of the old one is wanted any more. */
    void replace(long old, long by, Encoding encoding) {
        ssrcs.replace(old, by, encoding);
    }

    private @Nullable ReceivedSection section(RtpReader header, ByteBuf packet) {
        ReceivedSection byType = null;
        int matches = 0;
        for (var section : sections) {
            if (knows(section, header.payloadType())) {
                var extensions = section.media().extensions();
                if (extensions.mid() != 0 && header.findElement(extensions.mid())) {
                    return text(header, packet).equals(section.media().mid()) ? section : byMid(header, packet);
                }
                byType = section;
                matches++;
            }
        }
        return matches == 1 ? byType : null;
    }

    private @Nullable ReceivedSection byMid(RtpReader header, ByteBuf packet) {
        for (var section : sections) {
            int id = section.media().extensions().mid();
            if (knows(section, header.payloadType()) && id != 0 && header.findElement(id)
                    && text(header, packet).equals(section.media().mid())) {
                return section;
            }
        }
        return null;
    }

    private static boolean knows(ReceivedSection section, int payloadType) {
        return section.original(payloadType) != ReceivedSection.UNKNOWN;
    }

    private static @Nullable Encoding encoding(ReceivedSection section, RtpReader header, ByteBuf packet) {
        if (section.media().rids().isEmpty()) {
            return section.encodings().getFirst();
        }
        ReceivedExtensions extensions = section.media().extensions();
        // RFC 8852 3: a retransmission says which stream it repairs.
        boolean media = section.original(header.payloadType()) == header.payloadType();
        int id = media ? extensions.rid() : extensions.repairedRid();
        return id != 0 && header.findElement(id) ? section.encoding(text(header, packet)) : null;
    }

    private static String text(RtpReader header, ByteBuf packet) {
        return packet.toString(header.elementIndex(), header.elementLength(), StandardCharsets.UTF_8);
    }
}
