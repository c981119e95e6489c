package dev.sluice.webrtc.ice;

import java.net.InetAddress;

/**
 * A host candidate, component 1 (RTP and RTCP are multiplexed).
 *
 * @param foundation 1..32 ice-chars
 * @param priority RFC 8445 5.1.2.1, 1..2^31-1
 */
public record Candidate(String foundation, Transport transport, long priority, InetAddress address, int port) {
    private static final int COMPONENT = 1;
    /** RFC 6544 4.2: direction-pref of a passive host candidate, above 13 bits of our own preference. */
    private static final int PASSIVE = 4 << 13;
    private static final int OTHER_PREFERENCE = (1 << 13) - 1;

    /** How the peer comes to it. */
    public enum Transport {
        UDP, TCP_PASSIVE
    }

    /** @param rank 0 for the best address; each gets a lower priority than the one before */
    static Candidate udp(int rank, InetAddress address, int port) {
        return new Candidate("h" + (rank + 1), Transport.UDP, priority(126, 0xffff - rank), address, port);
    }

    /** The peer connects; any UDP candidate is better (RFC 6544 4.2), so the type preference is below every UDP one's. */
    static Candidate tcpPassive(int rank, InetAddress address, int port) {
        return new Candidate("t" + (rank + 1), Transport.TCP_PASSIVE, priority(90, PASSIVE + OTHER_PREFERENCE - rank),
                address, port);
    }

    private static long priority(int typePreference, int localPreference) {
        return ((long) typePreference << 24) | ((long) localPreference << 8) | (256 - COMPONENT);
    }

    /**
     * The value of {@code a=candidate:} (RFC 8839 5.1, RFC 6544 4.5). FFmpeg reads only the first line and wants
     * {@code typ host}.
     */
    public String sdp() {
        var head = foundation + " " + COMPONENT;
        var tail = " " + priority + " " + text(address) + " " + port + " typ host";
        return switch (transport) {
            case UDP -> head + " udp" + tail;
            case TCP_PASSIVE -> head + " tcp" + tail + " tcptype passive";
        };
    }

    private static String text(InetAddress address) {
        var text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
