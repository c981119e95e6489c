package dev.sluice.api.cloud.answer;

/** A request that is refused. Carries no stack trace, because callers can cause it at will. */
public final class CloudException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Code code;

    /** @param message plain English for who wrote the client; never a secret */
    public CloudException(Code code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** {@code what: found X, expected Y}. */
    public static CloudException found(Code code, String what, Object found, Object expected) {
        return new CloudException(code, what + ": found " + found + ", expected " + expected);
    }

    public Code code() {
        return code;
    }
}
