package dev.sluice.pull.guard;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.util.NetUtil;
import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The host of a URL.
 *
 * @param text as it goes into Host, tcUrl and SNI: ASCII, lower case, no dot at the end; IPv6 in brackets
 * @param address of a host that is no name
 */
public record Host(String text, Optional<InetAddress> address) {
    private static final int MAX_NAME = 253;
    /** RFC 1123 2.1, and the underscore that some names have. */
    private static final Pattern NAME = Pattern.compile("(?!-)[a-z0-9_-]{1,63}(?<!-)(\\.(?!-)[a-z0-9_-]{1,63}(?<!-))*");
    /** Whatever ends in a number is meant to be an address, WHATWG URL 3.5. */
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)");

    static Host parse(String written) {
        return written.startsWith("[") ? ipv6(written) : named(written);
    }

    private static Host ipv6(String written) {
        var inner = written.endsWith("]") ? written.substring(1, written.length() - 1) : "";
        // a zone id (RFC 6874) names an interface of ours, which is nobody's business
        var plain = dottedEndInHex(inner);
        if (inner.contains("%") || inner.contains("[") || !NetUtil.isValidIpV6Address(plain)) {
            throw malformed("no IPv6 address in brackets");
        }
        return new Host(written.toLowerCase(Locale.ROOT),
                Optional.of(address(NetUtil.createByteArrayFromIpAddressString(plain))));
    }

    /** RFC 4291 2.2 allows an end as of IPv4 in any address; Netty knows it behind ::ffff: and :: alone. */
    private static String dottedEndInHex(String address) {
        int end = address.lastIndexOf(':') + 1;
        var dotted = address.substring(end);
        if (!NetUtil.isValidIpV4Address(dotted)) {
            return address;
        }
        byte[] octets = NetUtil.createByteArrayFromIpAddressString(dotted);
        return address.substring(0, end) + HexFormat.of().formatHex(octets, 0, 2) + ":"
                + HexFormat.of().formatHex(octets, 2, 4);
    }

    /** Mapping comes first: full-width digits and ideographic dots become those of addresses. */
    private static Host named(String written) {
        var name = ascii(written).toLowerCase(Locale.ROOT);
        var host = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        if (ENDS_IN_NUMBER.matcher(host).matches()) {
            var address = LooseIpv4.parse(host).orElseThrow(() -> malformed("a number that is no IPv4 address"));
            return new Host(host, Optional.of(address(address)));
        }
        if (host.length() > MAX_NAME || !NAME.matcher(host).matches()) {
            throw malformed(host.isEmpty() ? "nothing" : "what is no host name");
        }
        return new Host(host, Optional.empty());
    }

    private static String ascii(String written) {
        try {
            return IDN.toASCII(written, IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException _) {
            throw malformed("what is no host name");
        }
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ProtocolException malformed(String found) {
        return ProtocolException.found(StableCode.SOURCE_REFUSED, "URL host", found, "a name or an address");
    }
}
