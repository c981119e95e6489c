package dev.sluice.webrtc.ice;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks, when the relay starts, whether anybody but this machine can come to its candidates. Pure but for what it reads. */
public final class Reachability {
    private Reachability() {}

    /**
     * A warning if no candidate can be reached from elsewhere; else empty.
     *
     * @param inContainer private addresses are then most likely a bridge's, known on this host alone
     */
    public static Optional<String> of(Collection<Candidate> candidates, boolean inContainer) {
        if (candidates.stream().anyMatch(candidate -> reachable(candidate.address(), inContainer))) {
            return Optional.empty();
        }
        var found = candidates.stream().map(candidate -> candidate.address().getHostAddress()).distinct()
                .collect(Collectors.joining(", "));
        return Optional.of("WebRTC peers on other machines will not find this relay"
                + (inContainer ? ", which seems to run in a container" : "")
                + ": webrtc.advertise: found nothing and only " + found
                + " of its own, expected an address they reach");
    }

    private static boolean reachable(InetAddress address, boolean inContainer) {
        return !address.isLoopbackAddress() && !address.isLinkLocalAddress() && !(inContainer && isPrivate(address));
    }

    /** RFC 1918; RFC 4193 for IPv6. */
    private static boolean isPrivate(InetAddress address) {
        return address instanceof Inet4Address
                ? address.isSiteLocalAddress()
                : (address.getAddress()[0] & 0xfe) == 0xfc;
    }

    /**
     * Whether this process seems to run in a container: by the files that Docker and Podman leave, or a control group named
     * by who made it.
     *
     * @param root of the file system
     */
    public static boolean inContainer(Path root) {
        return Files.exists(root.resolve(".dockerenv")) || Files.exists(root.resolve("run/.containerenv"))
                || Stream.of("docker", "kubepods", "containerd", "lxc").anyMatch(controlGroup(root)::contains);
    }

    private static String controlGroup(Path root) {
        try {
            return Files.readString(root.resolve("proc/1/cgroup"));
        } catch (IOException e) {
            return "";
        }
    }
}
