package dev.sluice.webrtc.ice;

import java.net.InetAddress;

/**
 * A host candidate for UDP, component 1 (RTP and RTCP are multiplexed).
 *
 * @param foundation 1..32 ice-chars
 * @param priority RFC 8445 5.1.2.1, 1..2^31-1
 */
public record Candidate(String foundation, long priority, InetAddress address, int port) {
    private static final int HOST_PREFERENCE = 126;
    private static final int COMPONENT = 1;

    /** @param rank 0 for the best address; each gets a lower priority than the one before */
    static Candidate host(int rank, InetAddress address, int port) {
        long localPreference = 0xffffL - rank;
        long priority = ((long) HOST_PREFERENCE << 24) | (localPreference << 8) | (256 - COMPONENT);
        return new Candidate("h" + (rank + 1), priority, address, port);
    }

    /** The value of {@code a=candidate:} (RFC 8839 5.1). FFmpeg reads only the first line and wants {@code typ host}. */
    public String sdp() {
        return foundation + " " + COMPONENT + " udp " + priority + " " + text(address) + " " + port + " typ host";
    }

    private static String text(InetAddress address) {
        var text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
