package dev.sluice.server;

/** The operator's mistake: answered with one line that names what it is about, what was found and what was expected. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    private UsageException(String message) {
        super(message);
    }

    static UsageException of(String message) {
        return new UsageException(message);
    }

    static UsageException found(String what, Object found, Object expected) {
        return new UsageException(what + ": found " + found + ", expected " + expected);
    }
}
