package dev.sluice.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A key or token that shows itself only to who asks for it by name. */
public final class Secret {
    private static final String SHOWN = "***";

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    public static Secret of(String value) {
        return new Secret(value);
    }

    /** The secret itself. Never to be logged. */
    public String reveal() {
        return value;
    }

    /** Whether it is this text; takes as long however near the text is. */
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(value.getBytes(StandardCharsets.UTF_8),
                candidate.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && matches(secret.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return SHOWN;
    }
}
