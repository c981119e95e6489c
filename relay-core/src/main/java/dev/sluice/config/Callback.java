package dev.sluice.config;

import dev.sluice.event.EventGroup;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where an application hears of events, and of which.
 *
 * @param url for groups that have none of their own
 * @param key signs; none: requests carry no signature
 * @param ca certificates in PEM that receivers may be signed by, besides those that everybody trusts
 */
public record Callback(Optional<URI> url, Urls urls, Optional<Secret> key, Optional<Path> ca,
        List<EventGroup> events) {
    public Callback {
        events = List.copyOf(events);
    }

    /** Groups with an address of their own. */
    public record Urls(Optional<URI> room, Optional<URI> media, Optional<URI> ingest) {
        static final Urls NONE = new Urls(Optional.empty(), Optional.empty(), Optional.empty());

        Optional<URI> of(EventGroup group) {
            return switch (group) {
                case ROOM -> room;
                case MEDIA -> media;
                case INGEST -> ingest;
            };
        }
    }

    /** Where events of a group go; empty: nowhere. */
    public Optional<URI> url(EventGroup group) {
        return events.contains(group) ? urls.of(group).or(() -> url) : Optional.empty();
    }
}
