package dev.sluice.config;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** A network of IP addresses in CIDR notation; a single address is a network of one. Shows itself as it was written. */
public final class Network {
    private static final Pattern FORM = Pattern.compile("(?<address>[0-9A-Fa-f:.]{2,45})(?:/(?<length>[0-9]{1,3}))?");

    private final String text;
    private final byte[] address;
    private final int length;

    private Network(String text, byte[] address, int length) {
        this.text = text;
        this.address = address;
        this.length = length;
    }

    /** Empty for what is none, and for one with bits behind its length, which is a slip of the pen. */
    public static Optional<Network> parse(String text) {
        var form = FORM.matcher(text);
        if (!form.matches() || !isAddress(form.group("address"))) {
            return Optional.empty();
        }
        byte[] address = NetUtil.createByteArrayFromIpAddressString(form.group("address"));
        int bits = address.length * Byte.SIZE;
        int length = form.group("length") == null ? bits : Integer.parseInt(form.group("length"));
        return length <= bits && endsWith0s(address, length)
                ? Optional.of(new Network(text, address, length))
                : Optional.empty();
    }

    /** For those that stand in the program. */
    public static Network of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException(text));
    }

    private static boolean isAddress(String text) {
        return NetUtil.isValidIpV4Address(text) || NetUtil.isValidIpV6Address(text);
    }

    private static boolean endsWith0s(byte[] address, int length) {
        for (int bit = length; bit < address.length * Byte.SIZE; bit++) {
            if (bit(address, bit) != 0) {
                return false;
            }
        }
        return true;
    }

    private static int bit(byte[] address, int index) {
        return (address[index / Byte.SIZE] >> (Byte.SIZE - 1 - index % Byte.SIZE)) & 1;
    }

    /** An IPv4 address is in no IPv6 network, nor the reverse. */
    public boolean contains(InetAddress candidate) {
        byte[] other = candidate.getAddress();
        if (other.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < length; bit++) {
            if (bit(address, bit) != bit(other, bit)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Network network && length == network.length && Arrays.equals(address, network.address);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(address) * 31 + length;
    }

    @Override
    public String toString() {
        return text;
    }
}
