package dev.sluice.event;

/** The database did not do what it was asked for; nothing of it has happened. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
