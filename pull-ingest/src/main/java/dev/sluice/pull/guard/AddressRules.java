package dev.sluice.pull.guard;

import dev.sluice.config.Network;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which addresses a pull may connect to: public ones, by the IANA registries of special-purpose addresses; private ones where
 * that is configured; others if they are named. Metadata services of clouds, multicast and the like must be named even where
 * private ones are allowed: nobody who pulls from cameras at home means to open those.
 */
public record AddressRules(boolean allowPrivate, List<Network> allowed) {
    private static final int IPV4 = 4;
    private static final Network GLOBAL_UNICAST = Network.of("2000::/3");
    private static final Network MAPPED = Network.of("::ffff:0:0/96");
    private static final Network NAT64 = Network.of("64:ff9b::/96");
    private static final Network SIX_TO_FOUR = Network.of("2002::/16");
    /** Also those of other clouds than 169.254.169.254's; 168.63.129.16 is Azure's, in the midst of public ones. */
    private static final List<Range> NAMED_ONLY = ranges("a metadata service's address", "169.254.169.254",
            "169.254.170.2", "169.254.170.23", "100.100.100.200", "192.0.0.192", "168.63.129.16", "fd00:ec2::254",
            "fd00:ec2::23", "fd20:ce::254", "an unspecified address", "0.0.0.0/8", "::", "a multicast address",
            "224.0.0.0/4", "ff00::/8", "a broadcast or reserved address", "240.0.0.0/4");
    private static final List<Range> PRIVATE = ranges("a loopback address", "127.0.0.0/8", "::1", "a private address",
            "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fec0::/10", "a carrier's internal address",
            "100.64.0.0/10", "a link-local address", "169.254.0.0/16", "fe80::/10", "a unique-local address",
            "fc00::/7");
    private static final List<Range> SPECIAL = ranges("an address for protocols", "192.0.0.0/24", "192.88.99.0/24",
            "64:ff9b:1::/48", "2001::/23", "an address for documentation", "192.0.2.0/24", "198.51.100.0/24",
            "203.0.113.0/24", "2001:db8::/32", "3fff::/20", "an address for benchmarks", "198.18.0.0/15");

    public AddressRules {
        allowed = List.copyOf(allowed);
    }

    private record Range(Network network, String kind) {}

    /** A kind, and the networks of it. */
    private static List<Range> ranges(String... kindsAndNetworks) {
        var kind = new String[]{""};
        return Stream.of(kindsAndNetworks).<Range>mapMulti((text, ranges) -> {
            if (text.contains(" ")) {
                kind[0] = text;
            } else {
                ranges.accept(new Range(Network.of(text), kind[0]));
            }
        }).toList();
    }

    /** What makes it one not to connect to; empty for a good one. */
    Optional<String> objection(InetAddress address) {
        if (allowed.stream().anyMatch(network -> network.contains(address))) {
            return Optional.empty();
        }
        var inside = embedded(address);
        if (inside.isPresent()) {
            return objection(inside.get());
        }
        return among(NAMED_ONLY, address).or(() -> allowPrivate ? Optional.empty() : among(PRIVATE, address))
                .or(() -> isPrivate(address) ? Optional.empty() : special(address));
    }

    private static boolean isPrivate(InetAddress address) {
        return among(PRIVATE, address).isPresent();
    }

    /** Of IPv6, only 2000::/3 was ever given to anybody; Teredo, and what holds an IPv4 address in old ways, lies outside. */
    private static Optional<String> special(InetAddress address) {
        return among(SPECIAL, address).or(() -> address.getAddress().length == IPV4 || GLOBAL_UNICAST.contains(address)
                ? Optional.empty()
                : Optional.of("a reserved address"));
    }

    private static Optional<String> among(List<Range> ranges, InetAddress address) {
        return ranges.stream().filter(range -> range.network.contains(address)).map(Range::kind).findFirst();
    }

    /** The IPv4 address that it is, RFC 4291 2.5.5.2, or leads to by a translator, RFC 6052, or a tunnel, RFC 3056. */
    private static Optional<InetAddress> embedded(InetAddress address) {
        return NAT64.contains(address) || MAPPED.contains(address)
                ? Optional.of(ipv4(address, 12))
                : SIX_TO_FOUR.contains(address) ? Optional.of(ipv4(address, 2)) : Optional.empty();
    }

    private static InetAddress ipv4(InetAddress address, int offset) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(address.getAddress(), offset, offset + IPV4));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
