package dev.sluice.e2e.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.stream.StreamSupport;

/** What a page sent. */
public final class Publishing {
    private final JsonNode record;

    Publishing(JsonNode record) {
        this.record = record;
    }

    /** The frames sent, over the machine's clock. */
    public Counts sent() {
        return Counts.of(record.path("looks"), "framesSent", record.path("timeOrigin").asDouble());
    }

    /**
     * The part of the frames sent in this span that was decoded in time, found by the time that each has in its picture.
     *
     * @param viewing of a viewer that reads codes, and has watched for {@link Viewing#IN_TIME} after the span
     * @param from in that viewer's milliseconds
     */
    public double decodedBy(Viewing viewing, double from, Duration span) {
        double wall = viewing.wallMillis(from);
        return viewing.decodedInTime(wall, wall + span.toMillis()) / sent().between(wall, wall + span.toMillis());
    }

    /** In this span, which is the viewer's as above. */
    public double sentPerSecond(Viewing viewing, double from, Duration span) {
        double wall = viewing.wallMillis(from);
        return 1000 * sent().between(wall, wall + span.toMillis()) / span.toMillis();
    }

    /** When the connection was up, in milliseconds of the machine's clock. */
    public double connectedAt() {
        return StreamSupport.stream(record.path("states").spliterator(), false)
                .filter(entry -> entry.path("state").asText().equals("connected")).findFirst()
                .orElseThrow(() -> new AssertionError("never connected")).path("at").asDouble()
                + record.path("timeOrigin").asDouble();
    }
}
