package dev.sluice.webrtc.dtls;

import dev.sluice.media.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * A certificate's fingerprint as it stands in {@code a=fingerprint} (RFC 8122 5).
 *
 * @param algorithm {@code sha-256}, {@code sha-384} or {@code sha-512}
 * @param value the digest
 */
public record Fingerprint(String algorithm, Bytes value) {
    private static final Map<String, String> DIGESTS = Map.of("sha-256", "SHA-256", "sha-384", "SHA-384", "sha-512",
            "SHA-512");
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();
    private static final int MAX_TEXT = 256;

    public Fingerprint {
        algorithm = algorithm.toLowerCase(Locale.ROOT);
        int expected = digest(algorithm).getDigestLength();
        if (value.length() != expected) {
            throw new IllegalArgumentException(
                    "fingerprint " + algorithm + ": found " + value.length() + " bytes, expected " + expected);
        }
    }

    /**
     * Reads {@code sha-256 AB:CD:...}.
     *
     * @throws IllegalArgumentException if it is malformed or of an algorithm we don't take
     */
    public static Fingerprint parse(String text) {
        var trimmed = text.strip();
        int space = trimmed.indexOf(' ');
        if (space < 0 || trimmed.length() > MAX_TEXT) {
            throw new IllegalArgumentException("fingerprint: expected an algorithm, a space and hexadecimal pairs");
        }
        return of(trimmed.substring(0, space), trimmed.substring(space + 1).strip());
    }

    /** @param hex pairs of hexadecimal digits joined by colons */
    public static Fingerprint of(String algorithm, String hex) {
        return new Fingerprint(algorithm, Bytes.of(COLONS.parseHex(hex)));
    }

    /** The fingerprint of a certificate in DER. */
    public static Fingerprint ofCertificate(String algorithm, byte[] der) {
        return new Fingerprint(algorithm, Bytes.of(digest(algorithm).digest(der)));
    }

    /** Whether it is this certificate's; compared in constant time. */
    public boolean matches(byte[] der) {
        return MessageDigest.isEqual(value.toArray(), digest(algorithm).digest(der));
    }

    private static MessageDigest digest(String algorithm) {
        var name = DIGESTS.get(algorithm);
        if (name == null) {
            throw new IllegalArgumentException(
                    "fingerprint: found algorithm " + algorithm + ", expected sha-256, sha-384 or sha-512");
        }
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code sha-256 AB:CD:...}, as the SDP carries it. */
    @Override
    public String toString() {
        return algorithm + " " + COLONS.formatHex(value.toArray());
    }
}
