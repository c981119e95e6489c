package dev.sluice.ingest;

import dev.sluice.auth.Privilege;
import dev.sluice.media.MediaKind;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.ProtocolException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which kinds of a publisher's media are carried, by what it may send; and whether it sends nothing else. One line in the
 * log for each kind that is not carried. Lives on the session's loop.
 */
final class GrantedKinds {
    private static final Logger LOG = LoggerFactory.getLogger(GrantedKinds.class);
    /** How long the other kind may take to show itself. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);

    private final Grant grant;
    private final Set<MediaKind> granted = EnumSet.noneOf(MediaKind.class);
    private final Set<MediaKind> passedOver = EnumSet.noneOf(MediaKind.class);
    private final String session;
    private final Clock clock;
    private boolean carried;
    private long sinceNanos;

    GrantedKinds(Grant grant, String session, Clock clock) {
        this.grant = grant;
        this.session = session;
        this.clock = clock;
        for (var kind : MediaKind.values()) {
            if (grant.sends(kind)) {
                granted.add(kind);
            }
        }
    }

    /** To be asked when a kind shows itself, and as often as one likes. */
    boolean carry(MediaKind kind) {
        if (granted.contains(kind)) {
            carried = true;
            return true;
        }
        if (passedOver.isEmpty()) {
            sinceNanos = clock.nanos();
        }
        if (passedOver.add(kind)) {
            LOG.info("publish session={}: {} is not carried, the PrivateMapKey lacks {}", session, kind,
                    Grant.toSend(kind));
        }
        return false;
    }

    /** Whether all that came for a while is of kinds that are not carried. */
    boolean inVain() {
        return !carried && !passedOver.isEmpty() && clock.nanos() - sinceNanos >= PATIENCE;
    }

    /** Why a publisher is parted with that sends in vain. */
    ProtocolException refusal() {
        var wanted = EnumSet.noneOf(Privilege.class);
        passedOver.forEach(kind -> wanted.add(Grant.toSend(kind)));
        return grant.missing(wanted);
    }
}
