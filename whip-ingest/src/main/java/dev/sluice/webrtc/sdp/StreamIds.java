package dev.sluice.webrtc.sdp;

import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Random names of one session's streams: distinct SSRCs that are never 0 and none of the peer's, and a CNAME of 96 bits
 * (RFC 7022 4.2).
 */
final class StreamIds {
    private static final int CNAME_BYTES = 12;

    private final RandomGenerator random;
    private final Set<Long> taken;
    private final String cname;

    /** @param foreign SSRCs that the peer sends under */
    StreamIds(RandomGenerator random, Set<Long> foreign) {
        this.random = random;
        this.taken = new HashSet<>(foreign);
        taken.add(0L);
        var bytes = new byte[CNAME_BYTES];
        random.nextBytes(bytes);
        this.cname = Base64.getUrlEncoder().encodeToString(bytes);
    }

    String cname() {
        return cname;
    }

    long ssrc() {
        long ssrc = random.nextInt() & 0xffff_ffffL;
        return taken.add(ssrc) ? ssrc : ssrc();
    }
}
