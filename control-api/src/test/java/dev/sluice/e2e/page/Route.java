package dev.sluice.e2e.page;

/**
 * Which of the answer's candidates a page uses: those of one transport and one address family, or any. A port, if it is
 * not 0, is that of somebody in the middle.
 */
public record Route(String transport, int family, int port) {
    public static final Route DIRECT = new Route("", 0, 0);
    public static final Route TCP = new Route("tcp", 0, 0);
    public static final Route IPV6 = new Route("", 6, 0);

    /** Over UDP, by way of this port of loopback. */
    public static Route udpThrough(int port) {
        return new Route("udp", 0, port);
    }

    /** Over TCP, by way of this port of loopback. */
    public static Route tcpThrough(int port) {
        return new Route("tcp", 0, port);
    }
}
