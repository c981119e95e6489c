package dev.sluice.webrtc.ice;

import java.security.SecureRandom;

/**
 * The user fragment and password of one side of an ICE session (RFC 8839 5.4). Secret: {@link #toString()} shows neither.
 *
 * @param ufrag 4..256 ice-chars
 * @param pwd 22..256 ice-chars
 */
public record IceCredentials(String ufrag, String pwd) {
    static final int MIN_UFRAG = 4;
    static final int MIN_PWD = 22;
    static final int MAX_LENGTH = 256;

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    // Long enough that every authenticated check is at least as large as its answer, IPv6 included.
    private static final int UFRAG_LENGTH = 12;
    private static final int PWD_LENGTH = 28;
    private static final SecureRandom RANDOM = new SecureRandom();

    public IceCredentials {
        check("ice-ufrag", ufrag, MIN_UFRAG);
        check("ice-pwd", pwd, MIN_PWD);
    }

    /** Fresh credentials for our side: 71 bits of ufrag, 166 bits of password. */
    public static IceCredentials random() {
        return new IceCredentials(text(UFRAG_LENGTH), text(PWD_LENGTH));
    }

    private static String text(int length) {
        var out = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            out.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return out.toString();
    }

    private static void check(String name, String value, int min) {
        if (value.length() < min || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    name + ": found " + value.length() + " characters, expected " + min + ".." + MAX_LENGTH);
        }
        if (!value.chars().allMatch(IceCredentials::iceChar)) {
            throw new IllegalArgumentException(name + ": found a character that is no ice-char");
        }
    }

    /** RFC 8839 5.1: ALPHA / DIGIT / "+" / "/"; "-", "_" and "=" are seen in the wild and harm nobody. */
    private static boolean iceChar(int c) {
        return ALPHABET.indexOf(c) >= 0 || "+/-_=".indexOf(c) >= 0;
    }

    @Override
    public String toString() {
        return "IceCredentials[hidden]";
    }
}
