package dev.sluice.webrtc.ice;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the addresses that our answers offer: the best IPv4 first, because FFmpeg takes only the first; every one by UDP
 * before any by TCP.
 */
public final class HostCandidates {
    /** Each becomes a UDP and a TCP candidate; more would make our answers longer than FFmpeg reads. */
    static final int MAX_ADDRESSES = 12;

    // Documentation addresses (RFC 5737, RFC 3849): connecting a UDP socket sends nothing, it only asks the route.
    private static final String SOMEWHERE_V4 = "192.0.2.1";
    private static final String SOMEWHERE_V6 = "2001:db8::1";

    private HostCandidates() {}

    /**
     * @param bound what the socket is bound to
     * @param port its port
     * @param advertise configured addresses or names; empty: the host's own
     * @throws IllegalArgumentException if an advertised name has no address, or one nobody can send to
     */
    public static List<Candidate> of(InetAddress bound, int port, List<String> advertise) {
        Set<InetAddress> addresses;
        if (!advertise.isEmpty()) {
            addresses = advertised(advertise);
        } else if (!bound.isAnyLocalAddress()) {
            addresses = Set.of(bound);
        } else {
            addresses = hostAddresses(!(bound instanceof Inet4Address));
        }
        return ranked(addresses, port);
    }

    /**
     * The addresses that datagrams for a socket bound to any may be sent to: the host's own, and the advertised ones, of
     * which some may be a NAT's.
     *
     * @param bound 0.0.0.0 or ::
     * @throws IllegalArgumentException as {@link #of}
     */
    public static List<InetAddress> local(InetAddress bound, List<String> advertise) {
        boolean dualStack = !(bound instanceof Inet4Address);
        return Stream.concat(hostAddresses(dualStack).stream(), advertised(advertise).stream().limit(MAX_ADDRESSES))
                .filter(address -> dualStack || address instanceof Inet4Address).distinct().toList();
    }

    static List<Candidate> ranked(Collection<InetAddress> addresses, int port) {
        var udp = new ArrayList<Candidate>();
        var tcp = new ArrayList<Candidate>();
        for (var address : addresses.stream().limit(MAX_ADDRESSES).toList()) {
            udp.add(Candidate.udp(udp.size(), address, port));
            tcp.add(Candidate.tcpPassive(tcp.size(), address, port));
        }
        return Stream.concat(udp.stream(), tcp.stream()).toList();
    }

    private static Set<InetAddress> advertised(List<String> names) {
        var addresses = new LinkedHashSet<InetAddress>();
        for (var name : names) {
            addresses.add(advertised(name));
        }
        return addresses;
    }

    private static InetAddress advertised(String name) {
        InetAddress address;
        try {
            address = InetAddress.getByName(name);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "webrtc.advertise: found " + name + ", expected an address or a name that resolves", e);
        }
        if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
            throw new IllegalArgumentException(
                    "webrtc.advertise: found " + name + ", expected an address of one host");
        }
        return address;
    }

    private static Set<InetAddress> hostAddresses(boolean dualStack) {
        var own = ownAddresses();
        var ordered = new LinkedHashSet<InetAddress>();
        addRouteFirst(ordered, own, SOMEWHERE_V4, true);
        // For a browser on this machine, whatever it takes localhost for.
        var loopback = new ArrayList<InetAddress>(List.of(InetAddress.ofLiteral("127.0.0.1")));
        if (dualStack) {
            addRouteFirst(ordered, own, SOMEWHERE_V6, false);
            loopback.add(InetAddress.ofLiteral("::1"));
        }
        return Stream.concat(ordered.stream().limit(MAX_ADDRESSES - loopback.size()), loopback.stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static void addRouteFirst(Set<InetAddress> ordered, List<InetAddress> own, String target, boolean v4) {
        var route = routeSource(target);
        if (route != null && own.contains(route)) {
            ordered.add(route);
        }
        for (var address : own) {
            if (address instanceof Inet4Address == v4) {
                ordered.add(address);
            }
        }
    }

    /** Addresses of interfaces that are up, without loopback, link-local and multicast ones. */
    private static List<InetAddress> ownAddresses() {
        try {
            return NetworkInterface.networkInterfaces().filter(HostCandidates::up)
                    .flatMap(NetworkInterface::inetAddresses).filter(HostCandidates::reachable).toList();
        } catch (SocketException e) {
            return List.of();
        }
    }

    private static boolean up(NetworkInterface networkInterface) {
        try {
            return networkInterface.isUp();
        } catch (SocketException e) {
            return false;
        }
    }

    private static boolean reachable(InetAddress address) {
        return !address.isLoopbackAddress() && !address.isLinkLocalAddress() && !address.isMulticastAddress()
                && !address.isAnyLocalAddress();
    }

    /** The address this host would send from towards {@code target}; null without a route. */
    private static @Nullable InetAddress routeSource(String target) {
        var address = InetAddress.ofLiteral(target);
        var family = address instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
        try (var channel = DatagramChannel.open(family)) {
            channel.connect(new InetSocketAddress(address, 9));
            return channel.getLocalAddress() instanceof InetSocketAddress local ? local.getAddress() : null;
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }
}
