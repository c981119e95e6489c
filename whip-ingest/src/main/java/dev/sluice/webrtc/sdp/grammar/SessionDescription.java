package dev.sluice.webrtc.sdp.grammar;

import java.util.List;

/**
 * One offer or answer.
 *
 * @param sessionId of the origin line, decimal
 * @param sessionVersion of the origin line, decimal
 * @param bundles the {@code a=group:BUNDLE} lines: lists of mids, the tagged section's first
 * @param iceLite {@code a=ice-lite}
 * @param transport what stands above the first media section; a section's own wins
 * @param extmaps header extensions of every section
 */
public record SessionDescription(String sessionId, String sessionVersion, List<List<String>> bundles, boolean iceLite,
        TransportAttributes transport, List<Extmap> extmaps, List<MediaDescription> media) {
    public SessionDescription {
        bundles = bundles.stream().map(List::copyOf).toList();
        extmaps = List.copyOf(extmaps);
        media = List.copyOf(media);
    }
}
