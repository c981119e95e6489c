package dev.sluice.runtime;

/**
 * A session's error: it ends or refuses one session and is answered once, in the protocol's own words. Carries no stack
 * trace, because peers can cause it at will.
 */
public final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final StableCode code;

    /** @param message plain English that names what was found and what was expected; never a secret */
    public ProtocolException(StableCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** {@code what: found X, expected Y}. */
    public static ProtocolException found(StableCode code, String what, Object found, Object expected) {
        return new ProtocolException(code, what + ": found " + found + ", expected " + expected);
    }

    public StableCode code() {
        return code;
    }

    /** {@code CODE: message}, as protocol descriptions show it. */
    public String described() {
        return code + ": " + getMessage();
    }
}
