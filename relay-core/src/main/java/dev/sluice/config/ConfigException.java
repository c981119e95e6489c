package dev.sluice.config;

/** A configuration that cannot be used. The message is one line: the key, what was found, what was expected. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ConfigException(String message) {
        super(message);
    }

    /** {@code key: found X, expected Y}. */
    public static ConfigException found(String key, String found, String expected) {
        return new ConfigException(key + ": found " + found + ", expected " + expected);
    }
}
