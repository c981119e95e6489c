package dev.sluice.api.cloud.request;

/** Parameters that do not parse. Which code that is depends on the action. Quotes nothing of what was sent. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedException(String found, String expected) {
        super("found " + found + ", expected " + expected, null, false, false);
    }

    /** What was found and what was expected. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
