package dev.sluice.webrtc.sdp.grammar;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One {@code m=} section.
 *
 * @param kind audio, video, application ...
 * @param port 0 is a section that is rejected, or in an offer one that is {@code bundleOnly}
 * @param protocol UDP/TLS/RTP/SAVPF and the like
 * @param formats the words after the protocol: payload types in order of preference
 * @param payloads what is said of those formats that are payload types with an {@code a=rtpmap}, in the same order
 * @param address of the {@code c=} line, IPv4 or IPv6
 * @param mid RFC 5888 identification tag, or null
 * @param rtcpMuxOnly {@code a=rtcp-mux-only} (RFC 8858)
 * @param msid the values of {@code a=msid}: stream id and track id
 * @param candidates the values of {@code a=candidate}, unread
 */
public record MediaDescription(String kind, int port, String protocol, List<String> formats,
        List<PayloadFormat> payloads, String address, @Nullable String mid, Direction direction,
        TransportAttributes transport, boolean rtcpMux, boolean rtcpMuxOnly, boolean rtcpReducedSize,
        boolean bundleOnly, List<Extmap> extmaps, List<String> msid, List<SourceAttribute> sources,
        List<SourceGroup> sourceGroups, Simulcast simulcast, List<String> candidates, boolean endOfCandidates) {
    public MediaDescription {
        formats = List.copyOf(formats);
        payloads = List.copyOf(payloads);
        extmaps = List.copyOf(extmaps);
        msid = List.copyOf(msid);
        sources = List.copyOf(sources);
        sourceGroups = List.copyOf(sourceGroups);
        candidates = List.copyOf(candidates);
    }

    /** Whether the section is in use at all. */
    public boolean active() {
        return port != 0 || bundleOnly;
    }

    public Optional<Extmap> extmap(String uri) {
        return extmaps.stream().filter(e -> e.uri().equals(uri)).findFirst();
    }

    /**
     * The section with a transport under it.
     *
     * @param own its candidates; empty: another section of the bundle has them
     */
    public MediaDescription on(int ownPort, String ownAddress, TransportAttributes attributes, List<String> own) {
        return new MediaDescription(kind, ownPort, protocol, formats, payloads, ownAddress, mid, direction, attributes,
                rtcpMux, rtcpMuxOnly, rtcpReducedSize, bundleOnly, extmaps, msid, sources, sourceGroups, simulcast, own,
                !own.isEmpty());
    }

    /** {@code a=ssrc:ID TEXT} (RFC 5576). */
    public record SourceAttribute(long ssrc, String text) {}

    /** {@code a=ssrc-group:SEMANTICS ID...} (RFC 5576). */
    public record SourceGroup(String semantics, List<Long> ssrcs) {
        public SourceGroup {
            ssrcs = List.copyOf(ssrcs);
        }
    }
}
