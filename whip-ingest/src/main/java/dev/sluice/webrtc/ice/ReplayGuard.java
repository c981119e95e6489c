package dev.sluice.webrtc.ice;

import dev.sluice.media.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Remembers by which path recent checks came. Who saw a check on its way can send it again from elsewhere, with an
 * integrity as good as new; a transaction belongs to its first path, so that moves nobody. Lives on the session's loop.
 */
final class ReplayGuard {
    /** Some two minutes of Chromium's checks on one pair. */
    static final int REMEMBERED = 64;

    private final @Nullable Seen[] ring = new Seen[REMEMBERED];
    private int next;

    private record Seen(Bytes transaction, Path path) {}

    /** Whether this transaction came by another path before; if it is new, it is remembered. */
    boolean replayed(Bytes transaction, Path path) {
        for (var seen : ring) {
            if (seen != null && seen.transaction.equals(transaction)) {
                return !seen.path.equals(path);
            }
        }
        ring[next] = new Seen(transaction, path);
        next = (next + 1) % REMEMBERED;
        return false;
    }
}
