package dev.sluice.webrtc.sdp;

import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Random names of one session's streams: distinct SSRCs that are never 0, and a CNAME of 96 bits (RFC 7022 4.2). */
final class StreamIds {
    private static final int CNAME_BYTES = 12;

    private final RandomGenerator random;
    private final Set<Long> taken = new HashSet<>(Set.of(0L));
    private final String cname;

    StreamIds(RandomGenerator random) {
        this.random = random;
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
