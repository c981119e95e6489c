package dev.sluice.api.cloud.request;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request as HTTP brought it; nothing of it is believed yet.
 *
 * @param path raw, as it was sent
 * @param query raw, without the question mark; empty where there is none
 * @param headers the first of each name, names in lower case
 * @param secure whether it came by TLS
 */
@SuppressWarnings("ArrayRecordComponent") // up to ten megabytes; nobody changes or compares them
public record Call(String method, String path, String query, Map<String, String> headers, byte[] body, boolean secure) {
    private static final String FORM = "application/x-www-form-urlencoded";

    public Call {
        headers = Map.copyOf(headers);
    }

    public Call with(byte[] received) {
        return new Call(method, path, query, headers, received, secure);
    }

    /** An empty header is none: the Java SDK sends an empty X-TC-Region. */
    public Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName)).map(String::strip).filter(value -> !value.isEmpty());
    }

    public boolean get() {
        return method.equals("GET");
    }

    /** Whether its parameters stand in a query or a form, so that all of them are texts. */
    public boolean form() {
        return get() || header("content-type").orElse("").toLowerCase(Locale.ROOT).startsWith(FORM);
    }

    @Override
    public String toString() {
        return method + " " + path + " with " + body.length + " bytes";
    }
}
