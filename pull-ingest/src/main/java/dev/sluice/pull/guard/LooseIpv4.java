package dev.sluice.pull.guard;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * IPv4 addresses as inet_aton and browsers take them: one to four numbers, each decimal, octal or hexadecimal, of which the
 * last fills all that is left.
 */
final class LooseIpv4 {
    private static final int PARTS = 4;
    private static final long OCTET = 0xff;

    private LooseIpv4() {}

    static Optional<byte[]> parse(String text) {
        var parts = text.split("\\.", -1);
        if (parts.length > PARTS) {
            return Optional.empty();
        }
        long address = 0;
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            long max = last ? (1L << (Byte.SIZE * (PARTS - i))) - 1 : OCTET;
            long number = number(parts[i]);
            if (number < 0 || number > max) {
                return Optional.empty();
            }
            address |= last ? number : number << (Byte.SIZE * (PARTS - 1 - i));
        }
        return Optional.of(ByteBuffer.allocate(PARTS).putInt((int) address).array());
    }

    /** Less than 0 for what is none. */
    private static long number(String text) {
        boolean hex = text.startsWith("0x");
        boolean octal = !hex && text.length() > 1 && text.startsWith("0");
        var digits = hex ? text.substring(2) : text;
        try {
            return digits.isEmpty() || !Character.isLetterOrDigit(digits.charAt(0))
                    ? -1
                    : Long.parseLong(digits, hex ? 16 : octal ? 8 : 10);
        } catch (NumberFormatException _) {
            return -1;
        }
    }
}
