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
import org.jspecify.annotations.Nullable;

/** Chooses the addresses that our answers offer: the best IPv4 first, because FFmpeg takes only the first. */
public final class HostCandidates {
    static final int MAX_CANDIDATES = 16;

    // Documentation addresses (RFC 5737, RFC 3849): connecting a UDP socket sends nothing, it only asks the route.
    private static final String SOMEWHERE_V4 = "192.0.2.1";
    private static final String SOMEWHERE_V6 = "2001:db8::1";

    private HostCandidates() {}

    /**
     * @param bound what the socket is bound to
     * @param port its port
     * @param advertise configured addresses or names; empty: the host's own
     * @throws IllegalArgumentException if an advertised name has no address
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

    static List<Candidate> ranked(Collection<InetAddress> addresses, int port) {
        var candidates = new ArrayList<Candidate>();
        for (var address : addresses) {
            if (candidates.size() < MAX_CANDIDATES) {
                candidates.add(Candidate.host(candidates.size(), address, port));
            }
        }
        return List.copyOf(candidates);
    }

    private static Set<InetAddress> advertised(List<String> names) {
        var addresses = new LinkedHashSet<InetAddress>();
        for (var name : names) {
            try {
                addresses.add(InetAddress.getByName(name));
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(
                        "webrtc.advertise: found " + name + ", expected an address or a name that resolves", e);
            }
        }
        return addresses;
    }

    private static Set<InetAddress> hostAddresses(boolean dualStack) {
        var own = ownAddresses();
        var ordered = new LinkedHashSet<InetAddress>();
        addRouteFirst(ordered, own, SOMEWHERE_V4, true);
        // The last of the IPv4 ones, for a browser on this machine.
        ordered.add(InetAddress.ofLiteral("127.0.0.1"));
        if (dualStack) {
            addRouteFirst(ordered, own, SOMEWHERE_V6, false);
        }
        return ordered;
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
