package dev.sluice.webhook;

import dev.sluice.config.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where an application hears of a group of events.
 *
 * @param key signs; none: no signature
 * @param ca certificates in PEM that its own may be signed by, besides those that everybody trusts
 */
public record Receiver(URI url, Optional<Secret> key, Optional<Path> ca) {
    /** The server, which has so many connections at most, whatever it is asked for. */
    String server() {
        return url.getScheme() + "://" + url.getRawAuthority();
    }

    /** Without what may be secret. */
    @Override
    public String toString() {
        return server() + url.getRawPath();
    }
}
