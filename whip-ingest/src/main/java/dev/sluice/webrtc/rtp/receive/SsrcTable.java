package dev.sluice.webrtc.rtp.receive;

import dev.sluice.webrtc.rtp.receive.ReceivedSection.Encoding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which encoding each SSRC belongs to: announced by the offer or learned. An SSRC that another took the place of is
 * remembered, so that its stragglers do not take it back. Bounded. Single-threaded.
 */
final class SsrcTable {
    static final int MAX_SSRCS = 64;

    private final List<Entry> entries = new ArrayList<>();

    /** @param encoding null: nothing of this SSRC is wanted any more */
    record Entry(long ssrc, @Nullable Encoding encoding) {}

    @Nullable
    Entry find(long ssrc) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).ssrc() == ssrc) {
                return entries.get(i);
            }
        }
        return null;
    }

    /** The first who claims an SSRC keeps it; a full table forgets the one that was retired first. False: no room. */
    boolean learn(long ssrc, Encoding encoding) {
        if (find(ssrc) != null) {
            return true;
        }
        if (entries.size() == MAX_SSRCS && !forgetRetired()) {
            return false;
        }
        return entries.add(new Entry(ssrc, encoding));
    }

    private boolean forgetRetired() {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).encoding() == null) {
                entries.remove(i);
                return true;
            }
        }
        return false;
    }

    /** Another media SSRC took that one's place; what else is known of the encoding is learned anew. */
    void replace(long old, long by, Encoding encoding) {
        entries.removeIf(entry -> entry.ssrc() == old || (entry.encoding() == encoding && entry.ssrc() != by));
        entries.add(new Entry(old, null));
    }
}
