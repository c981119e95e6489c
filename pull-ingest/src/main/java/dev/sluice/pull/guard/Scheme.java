package dev.sluice.pull.guard;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What sources are spoken to in. */
public enum Scheme {
    HTTP(80), HTTPS(443), RTMP(1935), RTMPS(443);

    private final int port;

    Scheme(int port) {
        this.port = port;
    }

    static Optional<Scheme> of(String text) {
        return Stream.of(values()).filter(scheme -> scheme.toString().equalsIgnoreCase(text)).findAny();
    }

    /** Where nothing else is said. */
    public int port() {
        return port;
    }

    public boolean tls() {
        return this == HTTPS || this == RTMPS;
    }

    public boolean http() {
        return this == HTTP || this == HTTPS;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
